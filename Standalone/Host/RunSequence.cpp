// SPDX-License-Identifier: GPL-3.0-or-later
#include "RunSequence.h"

#include <utility>

namespace parley::host
{

namespace
{
constexpr double connectDeadlineMs = 30000;
constexpr double responseDeadlineMs = 20000;
constexpr double endDeadlineMs = 120000;
constexpr double detectionMs = 1000; ///< A service may take so long to notice words at the very end of the input.
constexpr double quietMs = 500;
constexpr double transcriptGraceMs = 3000;
} // namespace

RunSequence::RunSequence(double startMs)
    : enteredMs(startMs)
{
}

RunSequence::Step RunSequence::advance(double nowMs, const Connection& connection, const Responses& responses,
                                       bool inputHasEnded)
{
    if (current == Step::over || current == Step::failed || endedEarly(connection))
        return current;
    if (current == Step::connecting)
        connect(nowMs, connection);
    else if (current == Step::speaking && inputHasEnded)
        enter(Step::answering, nowMs);
    else if (current == Step::answering)
        answer(nowMs, responses);
    return current;
}

void RunSequence::connect(double nowMs, const Connection& connection)
{
    if (connection.stage() == ConnectionStage::ready)
        return enter(Step::speaking, nowMs);
    if (nowMs - enteredMs < connectDeadlineMs)
        return;
    fail(connection.isRecording()
             ? "The plugin did not connect within 30 s: look at its recording, and check that the service answers."
             : "The plugin wrote no recording within 30 s: check that the file given with --plugin is Parley, and that "
               "the recording's directory can be written to.");
}

void RunSequence::answer(double nowMs, const Responses& responses)
{
    if (isHeardOut(nowMs, responses))
        return enter(Step::over, nowMs);
    if (!responses.isOneOwed())
        owedSinceMs.reset();
    else if (!owedSinceMs)
        owedSinceMs = nowMs;
    const auto waitedMs = nowMs - enteredMs;
    if (waitedMs >= responseDeadlineMs && !responses.anyBegan())
        return fail("No response began within 20 s after the input's end: check that the input holds speech that is "
                    "loud enough, and that the service answers each turn.");
    if (owedSinceMs && nowMs - *owedSinceMs >= responseDeadlineMs)
        return fail("A turn was not answered within 20 s: look at the recording for what the service did with it.");
    if (waitedMs >= endDeadlineMs)
        fail("The conversation was not over 120 s after the input's end: look at the recording for a response that is "
             "not done, or was not played to its end.");
}

bool RunSequence::isHeardOut(double nowMs, const Responses& responses)
{
    if (!responses.anyBegan() || !responses.areAllOver())
    {
        quietSinceMs.reset();
        return false;
    }
    if (!quietSinceMs)
        quietSinceMs = nowMs;
    const auto neededMs = responses.missingTranscripts() > 0 ? transcriptGraceMs : quietMs;
    return nowMs - enteredMs >= detectionMs && nowMs - *quietSinceMs >= neededMs;
}

bool RunSequence::endedEarly(const Connection& connection)
{
    const auto stage = connection.stage();
    const bool isLost = connection.wasReady() && stage == ConnectionStage::disconnected;
    if (stage != ConnectionStage::failed && !isLost)
        return false;
    if (!connection.sentence().empty())
        fail(connection.sentence());
    else
        fail(isLost ? "The service ended the connection before the conversation was over: look at the recording."
                    : "The plugin could not connect, and gave no reason: look at its recording.");
    return true;
}

void RunSequence::enter(Step next, double nowMs)
{
    current = next;
    enteredMs = nowMs;
}

void RunSequence::fail(std::string why)
{
    current = Step::failed;
    words = std::move(why);
}

} // namespace parley::host
