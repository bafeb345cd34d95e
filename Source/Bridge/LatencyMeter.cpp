// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LatencyMeter.h"

#include "Audio/Pcm16.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

constexpr std::uint64_t samplesPerMs = audio::wireSampleRate / 1000;

} // namespace

void LatencyMeter::handedOver(std::chrono::steady_clock::duration captureToWire)
{
    if (measurements.size() == mostMeasurements)
        measurements.erase(measurements.begin(), measurements.begin() + mostMeasurements / 2);
    const auto longest = std::chrono::duration_cast<std::chrono::steady_clock::duration>(Microseconds::max());
    measurements.push_back(std::chrono::duration_cast<Microseconds>(std::min(captureToWire, longest)));
}

LatencyMeter::Measured LatencyMeter::observe(const realtime::Event& event, std::uint64_t notSent)
{
    if (const auto* started = std::get_if<realtime::TurnStarted>(&event))
        begin(*started);
    else if (std::holds_alternative<realtime::UserSpeechStarted>(event))
        endOfSpeech.reset();
    else if (const auto* stopped = std::get_if<realtime::UserSpeechStopped>(&event))
        speechStopped(*stopped, notSent);
    else if (std::holds_alternative<realtime::Reconnected>(event))
        isAxisKnown = false;
    else if (const auto* delta = std::get_if<realtime::AnswerDelta>(&event))
    {
        if (auto* answer = find(delta->responseId))
            answer->isSpoken = answer->isSpoken || delta->isSpoken;
    }
    else if (const auto* audioEnd = std::get_if<realtime::AudioEnd>(&event))
    {
        if (auto* answer = find(audioEnd->responseId))
            answer->isSpoken = true;
    }
    else if (const auto* over = std::get_if<realtime::TurnEnded>(&event))
        return ended(*over);
    else if (const auto* finished = std::get_if<realtime::PlaybackFinished>(&event))
        return unheard(finished->responseId);
    else if (const auto* cut = std::get_if<realtime::AudioInterrupted>(&event))
        return unheard(cut->responseId);
    return std::nullopt;
}

void LatencyMeter::begin(const realtime::TurnStarted& turn)
{
    if (answers.size() == mostAnswers)
        answers.pop_front();
    answers.push_back({turn.responseId});
    if (!turn.isOutOfBand)
        answers.back().endOfSpeech = std::exchange(endOfSpeech, std::nullopt);
}

void LatencyMeter::speechStopped(const realtime::UserSpeechStopped& event, std::uint64_t notSent)
{
    const auto heard = static_cast<std::uint64_t>(std::max<std::int64_t>(event.audioEndMs, 0)) * samplesPerMs + notSent;
    endOfSpeech = axis.endOfSpeech(isAxisKnown ? std::min(heard, axis.position()) : axis.position());
}

LatencyMeter::Measured LatencyMeter::ended(const realtime::TurnEnded& turn)
{
    auto* answer = find(turn.responseId);
    if (answer == nullptr)
        return std::nullopt;
    answer->hasEnded = true;
    // Its audio may still wait to be played.
    if (answer->isTold || answer->isSpoken)
    {
        forgetTold();
        return std::nullopt;
    }
    // Somebody who spoke waits on: for the answer that follows a tool's output.
    if (!endOfSpeech)
        endOfSpeech = answer->endOfSpeech;
    return tell(*answer, std::nullopt);
}

LatencyMeter::Measured LatencyMeter::unheard(const std::string& responseId)
{
    auto* answer = find(responseId);
    if (answer == nullptr || answer->isTold)
        return std::nullopt;
    return tell(*answer, std::nullopt);
}

void LatencyMeter::outputStarted(const std::string& responseId, std::chrono::microseconds wireToOutput)
{
    if (auto* answer = find(responseId))
        answer->wireToOutput = wireToOutput;
}

LatencyMeter::Measured LatencyMeter::audible(const std::string& responseId, Time at)
{
    auto* answer = find(responseId);
    if (answer == nullptr || answer->isTold)
        return std::nullopt;
    return tell(*answer, at);
}

LatencyMeter::Measured LatencyMeter::tell(Answer& answer, std::optional<Time> audibleAt)
{
    auto measured = takeCaptureToWire();
    measured.responseId = answer.wireToOutput ? answer.responseId : std::string();
    measured.wireToOutput = answer.wireToOutput;
    if (audibleAt && answer.endOfSpeech)
        measured.endOfSpeechToAudible =
            std::chrono::duration_cast<std::chrono::microseconds>(*audibleAt - *answer.endOfSpeech);
    answer.isTold = true;
    forgetTold();
    return measured;
}

LatencyMeter::Answer* LatencyMeter::find(const std::string& responseId)
{
    const auto found = std::ranges::find(answers, responseId, &Answer::responseId);
    return found == answers.end() ? nullptr : &*found;
}

void LatencyMeter::forgetTold()
{
    std::erase_if(answers, [](const Answer& answer) { return answer.isTold && answer.hasEnded; });
}

void LatencyMeter::restart()
{
    *this = LatencyMeter();
}

realtime::LatencyMeasured LatencyMeter::takeCaptureToWire()
{
    realtime::LatencyMeasured result;
    result.frames = measurements.size();
    if (!measurements.empty())
    {
        std::sort(measurements.begin(), measurements.end());
        result.captureToWireMedian = measurements[measurements.size() / 2];
        result.captureToWireMax = measurements.back();
    }
    measurements.clear();
    return result;
}

} // namespace parley::bridge
