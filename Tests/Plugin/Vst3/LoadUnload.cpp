// SPDX-License-Identifier: GPL-3.0-or-later
// A host that connects a VST3 to its local service and unloads it: parley-vst3-load-unload LIBRARY. Afterwards neither
// the service's process nor a page of the library may be left. A program of its own, as a library that anything else in
// the process holds stays where it is.
#include "Plugin/ProcessResources.h"
#include "Plugin/Vst3/ParameterChanges.h"
#include "Plugin/Vst3/Playing.h"

#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

using namespace parley::tests;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

constexpr auto longestWait = 20s;

/// Asks a hundred times a second.
bool becomesTrue(const std::function<bool()>& question)
{
    const auto end = Clock::now() + longestWait;
    while (!question())
    {
        if (Clock::now() > end)
            return false;
        std::this_thread::sleep_for(10ms);
    }
    return true;
}

bool hasChildren()
{
    return ProcessResources::now().children > 0;
}

bool isMapped(const std::filesystem::path& library)
{
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find("/" + library.filename().string()) != std::string::npos)
            return true;
    return false;
}

/// One block in which the switch Connect is moved.
void process(const vst3::Plugin& plugin, vst3::Block& block, double position)
{
    vst3::ParameterChanges changes;
    changes.add(plugin.idOf(u"Connect"), 0, position);
    block.data.inputParameterChanges = &changes;
    plugin.processor->process(block.data);
    block.data.inputParameterChanges = nullptr;
}

/// Until the local service has been started.
void connect(const std::filesystem::path& library)
{
    const vst3::Module module(library);
    vst3::Plugin plugin(module);
    const vst3::Playing playing(plugin);
    vst3::Block block(*plugin.component, 441);
    process(plugin, block, 0.0);
    process(plugin, block, 1.0);
    const auto isStarted = [&]
    {
        plugin.processor->process(block.data);
        return hasChildren();
    };
    if (!becomesTrue(isStarted))
        throw std::runtime_error("no local service was started");
    if (!isMapped(library))
        throw std::runtime_error("the library was never in memory");
}

void run(const std::filesystem::path& library)
{
    connect(library);
    if (!becomesTrue([] { return !hasChildren(); }))
        throw std::runtime_error("the local service still runs");
    if (!becomesTrue([&] { return !isMapped(library); }))
        throw std::runtime_error("the library is still in memory");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: parley-vst3-load-unload LIBRARY\n";
        return 2;
    }
    try
    {
        run(argv[1]);
        return 0;
    }
    catch (const std::exception& problem)
    {
        std::cerr << "parley-vst3-load-unload: " << problem.what() << '\n';
        return 1;
    }
}
