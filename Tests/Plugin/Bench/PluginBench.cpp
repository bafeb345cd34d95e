// SPDX-License-Identifier: GPL-3.0-or-later
// How soon an instance of the plugin is there, and what fifty of them in one process cost while nobody speaks.
#include "Bench/Benches.h"
#include "Plugin/Bare/BareProcessor.h"
#include "Plugin/PluginProcessor.h"

#include <JuceHeader.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <unistd.h>
#include <vector>

namespace parley::bench
{
namespace
{

using Clock = std::chrono::steady_clock;

constexpr int blockFrames = 480;
constexpr std::size_t instanceCount = 50;

double millisecondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double residentKilobytes()
{
    std::ifstream file("/proc/self/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

/// The floor, with as many parameters as ours.
class BareProcessor : public tests::BareProcessor
{
public:
    BareProcessor()
        : tests::BareProcessor(20)
    {
    }
};

/// The median time of many constructions, one at a time.
template <typename Processor>
double millisecondsToMake(int rounds)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round)
    {
        const auto begin = Clock::now();
        const auto made = std::make_unique<Processor>();
        times.push_back(millisecondsSince(begin));
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds / 2)];
}

/// From the bundle on the disk, the first one included, as a host that scans.
void measureBundle(Figures& figures)
{
    juce::VST3PluginFormat format;
    juce::OwnedArray<juce::PluginDescription> types;
    format.findAllTypesForFile(types, PARLEY_BENCH_VST3);
    if (types.isEmpty())
    {
        std::cerr << "The VST3 bundle could not be loaded, so it is not measured.\n";
        return;
    }
    juce::String problem;
    const auto begin = Clock::now();
    const auto plugin = format.createInstanceFromDescription(*types.getFirst(), 48000.0, blockFrames, problem);
    figures.add("plugin.vst3_instantiate_ms", millisecondsSince(begin), "ms");
}

void measureMany(Figures& figures)
{
    std::vector<std::unique_ptr<plugin::PluginProcessor>> instances;
    const auto memoryBefore = residentKilobytes();
    const auto begin = Clock::now();
    for (std::size_t index = 0; index < instanceCount; ++index)
    {
        instances.push_back(std::make_unique<plugin::PluginProcessor>());
        instances.back()->setRateAndBufferSizeDetails(48000.0, blockFrames);
        instances.back()->prepareToPlay(48000.0, blockFrames);
    }
    figures.add("plugin.fifty_prepared_ms", millisecondsSince(begin), "ms");
    juce::AudioBuffer<float> buffer(2, blockFrames);
    juce::MidiBuffer midi;
    const int rounds = figures.isQuick() ? 100 : 1000;
    const auto played = Clock::now();
    for (int round = 0; round < rounds; ++round)
        for (auto& instance : instances)
            instance->processBlock(buffer, midi);
    figures.add("plugin.idle_block_us", millisecondsSince(played) * 1000 / rounds / instanceCount, "us");
    figures.add("plugin.kb_each", (residentKilobytes() - memoryBefore) / instanceCount, "kB");
    const auto ended = Clock::now();
    instances.clear();
    figures.add("plugin.fifty_removed_ms", millisecondsSince(ended), "ms");
}

} // namespace

void pluginBench(Figures& figures)
{
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    const int rounds = figures.isQuick() ? 50 : 500;
    figures.add("plugin.instantiate_ms", millisecondsToMake<plugin::PluginProcessor>(rounds), "ms");
    figures.add("plugin.instantiate_ms_bare", millisecondsToMake<BareProcessor>(rounds), "ms");
    measureMany(figures);
    measureBundle(figures);
}

} // namespace parley::bench
