// SPDX-License-Identifier: Apache-2.0
#include "Service/Responses.h"

#include <algorithm>
#include <utility>

namespace parley::service
{

Responses::Responses(EventSink& events, Conversation& items, Transcriptions& heard, std::string id)
    : sink(events)
    , conversation(items)
    , transcriptions(heard)
    , conversationId(std::move(id))
{
}

std::list<ResponseRun>::iterator Responses::ofConversation()
{
    return std::ranges::find_if(runs, [](const ResponseRun& run) { return run.joinsConversation() && !run.isDone(); });
}

/// Schema: RealtimeResponseCreateParams, voice: it holds for the session, so beside the conversation as well. A client
/// that asks for the voice that was heard changes none.
std::optional<Rejection> Responses::findFaultInVoice(const Json& overrides, const SessionSettings& settings) const
{
    const Json::json_pointer place("/audio/output/voice");
    if (heardVoice.empty() || !overrides.is_object() || !overrides.contains(place))
        return std::nullopt;
    const auto wanted = voiceName(overrides.at(place));
    if (wanted == heardVoice || wanted == voiceName(settings.toJson().at(place)))
        return std::nullopt;
    return voiceRejection("response.audio.output.voice");
}

std::optional<Rejection> Responses::create(const Json& overrides, const SessionSettings& settings)
{
    const bool isBeside = overrides.is_object() && overrides.value("conversation", "auto") == "none";
    const auto active = ofConversation();
    if (!isBeside && active != runs.end())
        return Rejection{"conversation_already_has_active_response",
                         "Conversation already has an active response in progress: " + active->responseId() +
                             ". Wait until the response is finished before creating a new one.",
                         ""};
    const auto beside = std::ranges::count_if(runs, [](const ResponseRun& run) { return !run.joinsConversation(); });
    if (isBeside && static_cast<std::size_t>(beside) >= mostBeside)
        return Rejection{"too_many_active_responses",
                         "Too many responses beside the conversation: wait until one is finished.", ""};
    if (auto fault = findFaultInVoice(overrides, settings))
        return fault;
    if (auto fault = settings.findFaultInToolChoice(overrides, "response.tool_choice"))
        return fault;
    auto prepared = prepareResponse(overrides, settings, conversation, transcriptions, sink.ids);
    if (auto* fault = std::get_if<Rejection>(&prepared))
        return std::move(*fault);
    auto& [plan, input] = std::get<PreparedResponse>(prepared);
    runs.emplace_back(sink, conversation, conversationId, std::move(plan), std::move(input));
    return std::nullopt;
}

std::optional<Rejection> Responses::cancel(const std::string& responseId)
{
    const auto wanted = responseId.empty()
                            ? ofConversation()
                            : std::ranges::find_if(runs, [&](const ResponseRun& run)
                                                   { return run.responseId() == responseId && !run.isDone(); });
    if (wanted == runs.end())
        return Rejection{"response_cancel_not_active", "Cancellation failed: no active response found", ""};
    wanted->cancel("client_cancelled");
    return std::nullopt;
}

void Responses::interrupt()
{
    if (const auto active = ofConversation(); active != runs.end())
        active->cancel("turn_detected");
}

void Responses::take(std::uint64_t job, const EngineResult& result)
{
    const auto waiting =
        std::ranges::find_if(runs, [&](const ResponseRun& run) { return !run.isDone() && run.awaits(job); });
    if (waiting == runs.end())
        return;
    waiting->take(job, result);
    if (heardVoice.empty() && waiting->spokenSamples() > 0)
        heardVoice = waiting->chosenVoice();
}

void Responses::proceed()
{
    for (auto& run : runs)
        run.proceed();
}

std::vector<Conversation*> Responses::ownInputs()
{
    std::vector<Conversation*> inputs;
    for (auto& run : runs)
        if (&run.context() != &conversation)
            inputs.push_back(&run.context());
    return inputs;
}

std::vector<EndedResponse> Responses::takeEnded()
{
    std::vector<EndedResponse> ended;
    for (const auto& run : runs)
        if (run.isDone())
            ended.push_back({run.joinsConversation(), run.spokenSamples()});
    std::erase_if(runs, [](const ResponseRun& run) { return run.isDone(); });
    return ended;
}

} // namespace parley::service
