// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeadlessApp.h"

#include "Base/Log.h"

#include <iostream>

namespace parley::app
{

namespace
{

constexpr int looksPerSecond = 10;

LogLevel levelFor(realtime::ConnectionState state)
{
    const bool isTrouble =
        state == realtime::ConnectionState::failed || state == realtime::ConnectionState::reconnecting;
    return isTrouble ? LogLevel::warning : LogLevel::information;
}

} // namespace

HeadlessApp::HeadlessApp()
{
    devices.isMuted = [this] { return agent.isMuted(); };
}

HeadlessApp::~HeadlessApp()
{
    stopTimer();
}

ExitCode HeadlessApp::run(const Options& options)
{
    if (const auto configured = agent.configure(options.agent); !configured)
    {
        log(LogLevel::error, configured.error().describe());
        if (!options.log.file.empty())
            std::cerr << "ParleyApp: " << configured.error().describe() << '\n';
        return exitNotConfigured;
    }
    log(LogLevel::information, "ParleyApp " PARLEY_VERSION " begins.");
    devices.start(options.devices.value_or(DeviceChoice{}));
    manager.ready();
    startTimerHz(looksPerSecond);
    juce::MessageManager::getInstance()->runDispatchLoop();
    return exitDone;
}

void HeadlessApp::timerCallback()
{
    if (const int signal = signals.received(); signal != 0)
    {
        end(signal);
        return;
    }
    followConnection();
    feedWatchdog();
}

void HeadlessApp::end(int signal)
{
    stopTimer();
    manager.ending();
    log(LogLevel::information, "Ended by signal " + std::to_string(signal) + ", after " +
                                   std::to_string(devices.losses()) + " losses of a sound device.");
    juce::MessageManager::getInstance()->stopDispatchLoop();
}

void HeadlessApp::followConnection()
{
    const auto status = agent.status();
    if (connection.tick(status.state, std::chrono::steady_clock::now()))
        agent.connect();
    const auto told = std::string(toString(status.state)) + ": " + status.sentence;
    if (told != toldConnection)
        log(levelFor(status.state), told);
    toldConnection = told;
}

void HeadlessApp::feedWatchdog()
{
    manager.status(situation());
    const auto interval = manager.watchdogInterval();
    const auto now = std::chrono::steady_clock::now();
    if (!interval || now < watchdogDue || !network.hasBeaten())
        return;
    manager.alive();
    network.ask();
    watchdogDue = now + *interval;
}

std::string HeadlessApp::situation() const
{
    const auto device = devices.sentence().toStdString();
    const auto microphone = std::string(sentenceFor(devices.input()));
    return toldConnection + " " + (microphone.empty() ? device : microphone);
}

} // namespace parley::app
