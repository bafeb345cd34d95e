// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostRun.h"

#include <chrono>
#include <utility>

namespace parley::host
{

namespace
{
constexpr int tickMs = 20;
constexpr double disconnectDeadlineMs = 3000;
} // namespace

HostRun::HostRun(HostedPlugin& loaded, const std::filesystem::path& recording, PacedHost::Settings settings,
                 ProgressPrinter& shown)
    : plugin(loaded)
    , printer(shown)
    , tail(recording)
    , host(std::move(settings), [this](float* const* channels, int frames) { plugin.process(channels, frames); })
    , sequence(nowMs())
{
}

HostRun::~HostRun()
{
    stopTimer();
    host.stop();
}

RunOutcome HostRun::run()
{
    plugin.processSilence();
    host.start();
    if (const auto switched = plugin.setSwitch("connect", true); !switched)
        return {switched.error().message, false, {}, {}, {}, {}, 0, 0};
    printer.line(std::nullopt, "connecting");
    startTimer(tickMs);
    juce::MessageManager::getInstance()->runDispatchLoop();
    readRecording();
    const bool isTold = conversation.hasTold(failure);
    return {failure,
            isTold,
            zeroMs(),
            std::move(events),
            conversation.turns(),
            host.output(),
            host.lateBlocks(),
            tail.unreadableLines()};
}

void HostRun::timerCallback()
{
    readRecording();
    if (disconnectedAtMs)
        return endWhenDisconnected();
    advance();
    printer.running(runningMs(), sequence.step() == RunSequence::Step::speaking ? "..." : "listening");
}

void HostRun::readRecording()
{
    for (auto& event : tail.poll())
    {
        if (event.from == Speaker::parley && event.type() == "recording.started")
            recordingStartNs = event.number("steady_ns");
        connection.take(event);
        if (const auto line = conversation.take(event))
            printer.line(onAxis(event.ms), *line);
        events.push_back(std::move(event));
    }
}

void HostRun::advance()
{
    const auto before = sequence.step();
    const auto step = sequence.advance(nowMs(), connection, conversation.responses(), host.hasInputEnded());
    if (step == before)
        return;
    if (step == RunSequence::Step::speaking)
    {
        host.playInput();
        printer.line(0, "the input begins");
    }
    if (step == RunSequence::Step::answering)
        printer.line(runningMs(), "the input has ended");
    if (step == RunSequence::Step::over || step == RunSequence::Step::failed)
        disconnect();
}

void HostRun::disconnect()
{
    failure = sequence.sentence();
    printer.line(runningMs(), failure.empty() ? "the conversation is over" : "the run has failed");
    disconnectedAtMs = nowMs();
    if (const auto switched = plugin.setSwitch("connect", false); !switched && failure.empty())
        failure = switched.error().message;
}

void HostRun::endWhenDisconnected()
{
    const auto stage = connection.stage();
    const bool isOpen = stage == ConnectionStage::ready || stage == ConnectionStage::connecting;
    const bool isTooLate = nowMs() - *disconnectedAtMs >= disconnectDeadlineMs;
    if (isOpen && !isTooLate)
        return;
    if (isOpen && failure.empty())
        failure = "The plugin did not disconnect within 3 s after `connect` was switched off: look at its recording.";
    stopTimer();
    host.stop();
    juce::MessageManager::getInstance()->stopDispatchLoop();
}

double HostRun::nowMs()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::optional<double> HostRun::zeroMs() const
{
    const auto start = host.inputStart();
    if (!start || !recordingStartNs)
        return std::nullopt;
    return (std::chrono::duration<double, std::nano>(start->time_since_epoch()).count() - *recordingStartNs) / 1e6;
}

std::optional<double> HostRun::onAxis(std::optional<double> recordingMs) const
{
    const auto zero = zeroMs();
    return zero && recordingMs ? std::optional(*recordingMs - *zero) : std::nullopt;
}

std::optional<double> HostRun::runningMs() const
{
    const auto start = host.inputStart();
    if (!start)
        return std::nullopt;
    return nowMs() - std::chrono::duration<double, std::milli>(start->time_since_epoch()).count();
}

} // namespace parley::host
