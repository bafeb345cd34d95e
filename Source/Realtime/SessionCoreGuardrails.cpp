// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for what an agent may not say, and for speech that waits until its words were looked at.
#include "Realtime/SessionCore.h"

#include <utility>

namespace parley::realtime
{
namespace
{

/// An agent that cannot find better words is not asked for ever.
constexpr std::size_t mostTripsInARow = 2;

wire::Item correction(const OutputGuardrails::Trip& trip)
{
    wire::Item item;
    item.role = wire::Role::system;
    item.content.push_back({.type = "input_text",
                            .text = "A guardrail (" + trip.guardrail + ") stopped the last answer (" + trip.reason +
                                    "). Apologise in a few words and answer without it.",
                            .transcript = {}});
    return item;
}

} // namespace

void SessionCore::watchResponse(const std::string& responseId)
{
    speakers[responseId] = speaker;
    auto all = settings.outputGuardrails;
    all.insert(all.end(), speaker->outputGuardrails.begin(), speaker->outputGuardrails.end());
    guardrails.begin(responseId, speaker->name, std::move(all));
}

void SessionCore::releaseSpeech()
{
    auto released = guardrails.release();
    for (auto& chunk : released.speech)
        speak(std::move(chunk));
    for (auto& responseId : released.completed)
        out.completedSpeech.push_back(std::move(responseId));
}

void SessionCore::on(const input::GuardrailsLooked& looked)
{
    for (const auto& failure : looked.finding.failures)
        publish(Warning{failure});
    if (auto tripped = guardrails.finish(looked.job, looked.finding))
        trip(*tripped);
}

void SessionCore::expireGuardrails()
{
    if (guardrails.expire(time) > 0)
        publish(Warning{{ErrorCode::timeout,
                         "A guardrail took too long to look at an answer, so the answer goes on: make it faster, or "
                         "raise the deadline of the guardrails.",
                         "guardrail"}});
}

void SessionCore::trip(const OutputGuardrails::Trip& trip)
{
    const auto& id = trip.responseId;
    publish(GuardrailTripped{id, trip.agent, trip.guardrail, trip.reason});
    const bool isActive = responses.active().contains(id);
    if (bargeIn.isSpeaking(id))
    {
        out.flushPlayout = true;
        bargeIn.interrupt({});
    }
    bargeIn.drop(id);
    withhold(trip.withheld);
    // Nothing was kept of it, or its rest is not kept any more: there is nothing to wait for.
    out.completedSpeech.push_back(id);
    if (isActive)
        cancel(id);
    const bool isLatest = latestResponse == id && responses.waiting() == 0 && !trip.isCut;
    if (!isLatest || connection != ConnectionState::ready || ++tripsInARow > mostTripsInARow)
        return;
    send({wire::ItemCreate{correction(trip), std::nullopt}, {}});
    responses.request();
}

void SessionCore::withhold(const std::vector<SpeechChunk>& speech)
{
    for (const auto& chunk : speech)
    {
        const auto* item = conversation.find(chunk.part.itemId);
        const bool isDone = item != nullptr && item->status != "in_progress";
        for (auto& deletion : bargeIn.speechWithheld(chunk.part.itemId, isDone))
            send(std::move(deletion));
    }
}

} // namespace parley::realtime
