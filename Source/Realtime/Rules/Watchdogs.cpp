// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Watchdogs.h"

#include "Audio/Pcm16.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace parley::realtime
{
namespace
{

/// Less than 100 ms of silence may be all there is of an answer that was a sigh.
constexpr std::uint64_t leastJudged = audio::wireSampleRate / 10;

/// Whether the response is to be spoken, as far as it says.
std::optional<bool> speaks(const wire::Json& response)
{
    const auto& modalities = wire::objectField(response, "output_modalities");
    if (!modalities.is_array())
        return std::nullopt;
    return std::ranges::find(modalities, wire::Json("audio")) != modalities.end();
}

/// A response of calls alone has nothing to say.
bool holdsMessage(const wire::Json& response)
{
    const auto& output = wire::objectField(response, "output");
    return output.is_array() &&
           std::ranges::any_of(output, [](const auto& item) { return wire::textField(item, "type") == "message"; });
}

} // namespace

void Watchdogs::arrived(Time now)
{
    if (waitsSince)
        waitsSince = now;
    toldStalled = false;
    toldDeaf = false;
}

void Watchdogs::responseCreated(const wire::ResponseCreated& event)
{
    const auto own = speaks(event.response);
    responses.push_back({event.responseId, own ? own : isSpeechExpected});
    if (responses.size() > mostResponses)
        responses.pop_front();
}

void Watchdogs::speechArrived(const std::string& responseId, std::span<const std::int16_t> samples)
{
    const auto found = std::ranges::find(responses, responseId, &Heard::responseId);
    if (found == responses.end())
        return;
    found->samples += samples.size();
    for (const auto sample : samples)
        found->peak = std::max(found->peak, std::abs(int{sample}));
}

Watchdogs::Heard Watchdogs::take(const std::string& responseId)
{
    const auto found = std::ranges::find(responses, responseId, &Heard::responseId);
    if (found == responses.end())
        return {};
    auto heard = std::move(*found);
    responses.erase(found);
    return heard;
}

std::optional<Error> Watchdogs::responseDone(const wire::ResponseDone& event)
{
    const auto heard = take(event.responseId);
    if (event.status != "completed")
        return std::nullopt;
    const auto own = speaks(event.response);
    const bool shouldSpeak = (own ? own : heard.shouldSpeak).value_or(false);
    if (heard.samples == 0 && shouldSpeak && holdsMessage(event.response))
        return Error{ErrorCode::responseIncomplete,
                     "The service answered without a voice: choose the service's own voice, then follow \"When the "
                     "agent stays silent\" in docs/troubleshooting.md.",
                     "response.done"};
    if (heard.samples >= leastJudged && heard.peak < silentPeak)
        return Error{ErrorCode::responseIncomplete,
                     "The service sent an answer that is silence: try another voice or model, then follow \"When the "
                     "agent stays silent\" in docs/troubleshooting.md.",
                     "response.output_audio"};
    return std::nullopt;
}

void Watchdogs::owes(bool isOwed, bool hasResponseNow, Time now)
{
    hasResponse = hasResponseNow;
    if (!isOwed)
        waitsSince.reset();
    else if (!waitsSince)
        waitsSince = now;
}

std::optional<Error> Watchdogs::expire(Time now)
{
    if (!waitsSince)
        return std::nullopt;
    if (now >= *waitsSince + deafAfter && !std::exchange(toldDeaf, true))
        return Error{ErrorCode::timeout,
                     "The service has said nothing for 30 s though it owes an answer: connect again, and if that does "
                     "not help follow \"When the agent stays silent\" in docs/troubleshooting.md.",
                     "session"};
    if (hasResponse && now >= *waitsSince + stalledAfter && !std::exchange(toldStalled, true))
        return Error{ErrorCode::timeout,
                     "The answer has stood still for 15 s: interrupt it and ask again, or wait a little longer.",
                     "response"};
    return std::nullopt;
}

std::optional<Watchdogs::Time> Watchdogs::deadline() const
{
    if (!waitsSince || toldDeaf)
        return std::nullopt;
    return *waitsSince + (hasResponse && !toldStalled ? stalledAfter : deafAfter);
}

void Watchdogs::reset()
{
    responses.clear();
    waitsSince.reset();
    hasResponse = false;
    toldStalled = false;
    toldDeaf = false;
}

} // namespace parley::realtime
