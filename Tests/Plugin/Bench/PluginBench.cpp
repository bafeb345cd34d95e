// SPDX-License-Identifier: GPL-3.0-or-later
// How soon an instance of the plugin and its window are there, and what fifty instances in one process cost while
// nobody speaks.
#include "Bench/Benches.h"
#include "Plugin/Bare/BareProcessor.h"
#include "Plugin/BareDisplay.h"
#include "Plugin/PluginEditor.h"

#include <JuceHeader.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
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

/// From the host's call to the first picture of the whole window.
double millisecondsToOpenEditor(plugin::PluginProcessor& processor)
{
    const auto begin = Clock::now();
    const std::unique_ptr<juce::AudioProcessorEditor> editor(processor.createEditorIfNeeded());
    editor->createComponentSnapshot(editor->getLocalBounds());
    const auto taken = millisecondsSince(begin);
    processor.editorBeingDeleted(editor.get());
    return taken;
}

double medianToOpenEditor(plugin::PluginProcessor& processor)
{
    std::vector<double> times(21);
    for (auto& time : times)
        time = millisecondsToOpenEditor(processor);
    std::ranges::nth_element(times, times.begin() + 10);
    return times[10];
}

void fillLog(plugin::PluginProcessor& processor)
{
    for (std::size_t number = 0; number < plugin::ConversationLog::mostEntries; ++number)
        processor.view().apply(realtime::UserTranscriptCompleted{
            "item" + std::to_string(number),
            "What is the name of the painter who painted the lady in blue, and when?"});
}

void measureEditor(Figures& figures)
{
    plugin::PluginProcessor processor;
    figures.add("plugin.first_editor_open_ms", millisecondsToOpenEditor(processor), "ms");
    figures.add("plugin.editor_open_ms", medianToOpenEditor(processor), "ms");
    fillLog(processor);
    figures.add("plugin.full_editor_open_ms", medianToOpenEditor(processor), "ms");
}

/// From the bundle on the disk, as a host that scans: the first instance, and one beside it.
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
    auto begin = Clock::now();
    const auto first = format.createInstanceFromDescription(*types.getFirst(), 48000.0, blockFrames, problem);
    figures.add("plugin.vst3_instantiate_ms", millisecondsSince(begin), "ms");
    begin = Clock::now();
    const auto second = format.createInstanceFromDescription(*types.getFirst(), 48000.0, blockFrames, problem);
    figures.add("plugin.vst3_next_instance_ms", millisecondsSince(begin), "ms");
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
    const tests::BareDisplay display;
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    const int rounds = figures.isQuick() ? 50 : 500;
    figures.add("plugin.instantiate_ms", millisecondsToMake<plugin::PluginProcessor>(rounds), "ms");
    figures.add("plugin.instantiate_ms_bare", millisecondsToMake<BareProcessor>(rounds), "ms");
    measureMany(figures);
    if (display.isThere())
        measureEditor(figures);
    else
        std::cerr << "There is no display, so the opening of the editor is not measured.\n";
    measureBundle(figures);
}

} // namespace parley::bench
