// SPDX-License-Identifier: GPL-3.0-or-later
// ParleyApp without a window: for machines that nobody sits at.
#pragma once

#include "AgentControl.h"
#include "AudioDevices.h"
#include "ConnectionKeeper.h"
#include "Options.h"
#include "ServiceNotice.h"
#include "SignalWatch.h"
#include "ThreadPulse.h"

#include <JuceHeader.h>

#include <string>

namespace parley::app
{

/// Connects by itself, opens lost devices and lost connections again, writes a log, and ends on a signal. Opens no
/// display. Nothing is restored and nothing saved: the command line and the files that it names are all there is.
/// @thread message
class HeadlessApp : private juce::Timer
{
public:
    HeadlessApp();
    ~HeadlessApp() override;

    /// Returns when a signal came. The log must have been started. Prints what prevents it.
    [[nodiscard]] ExitCode run(const Options& options);

private:
    void timerCallback() override;
    void end(int signal);
    void followConnection();
    void feedWatchdog();
    [[nodiscard]] std::string situation() const;

    SignalWatch signals;
    ServiceNotice manager;
    plugin::PluginProcessor processor;
    AgentControl agent{processor};
    AudioDevices devices{processor};
    ConnectionKeeper connection;
    ThreadPulse network;
    std::string toldConnection;
    DeviceKeeper::Time watchdogDue{};
};

} // namespace parley::app
