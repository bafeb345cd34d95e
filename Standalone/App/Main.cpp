// SPDX-License-Identifier: GPL-3.0-or-later
// ParleyApp: talk to an agent without any host, at a desk or unattended.
#include "AppLog.h"
#include "AudioDevices.h"
#include "HeadlessApp.h"
#include "JackMessages.h"
#include "Options.h"
#include "WindowedApp.h"

#include <JuceHeader.h>

#include <iostream>

namespace parley::app
{

namespace
{

void printNames(const char* direction, const std::vector<std::string>& names, std::size_t defaultIndex)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        std::cout << "  " << direction << "  " << names[i] << (i == defaultIndex ? "  (default)" : "") << '\n';
}

int listDevices()
{
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    for (const auto& driver : describe(systemDrivers()))
    {
        std::cout << driver.driver << '\n';
        printNames("input ", driver.inputs, driver.defaultInput);
        printNames("output", driver.outputs, driver.defaultOutput);
        if (driver.inputs.empty() && driver.outputs.empty())
            std::cout << "  no device\n";
    }
    return exitDone.value;
}

int runHeadless(const Options& options)
{
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    return HeadlessApp().run(options).value;
}

int run(const Options& options, int argc, const char** argv)
{
    sendJackMessagesToLog();
    if (options.listsDevices)
        return listDevices();
    if (options.isHeadless || !options.log.file.empty())
        if (const auto started = startLog(options.log); !started)
        {
            std::cerr << "ParleyApp: " << started.error().describe() << '\n';
            return exitNotConfigured.value;
        }
    return options.isHeadless ? runHeadless(options) : runWithWindow(options, argc, argv);
}

} // namespace

} // namespace parley::app

int main(int argc, char** argv)
{
    const auto parsed = parley::app::parseOptions(argc, argv);
    if (const auto* code = std::get_if<parley::app::ExitCode>(&parsed))
        return code->value;
    return parley::app::run(std::get<parley::app::Options>(parsed), argc, const_cast<const char**>(argv));
}
