// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ChatExchange.h"

#include "Base/Detail/Characters.h"
#include "Service/Http/ServerSentEvents.h"
#include "Service/Sentences.h"
#include "Service/Tokens.h"

#include <algorithm>
#include <utility>

namespace parley::service
{
namespace
{

std::string untilStop(std::string text, const std::vector<std::string>& stops)
{
    for (const auto& stop : stops)
        text.resize(std::min(text.size(), text.find(stop)));
    return text;
}

std::size_t bytesOf(const Json& calls)
{
    std::size_t bytes = 0;
    for (const auto& call : calls)
        bytes += call.at("function").at("name").get_ref<const std::string&>().size() +
                 call.at("function").at("arguments").get_ref<const std::string&>().size();
    return bytes;
}

} // namespace

ChatExchange::ChatExchange(ChatRequest request, Identifiers& ids, std::int64_t created)
    : wanted(std::move(request))
    , identifiers(ids)
    , id(ids.next("chatcmpl"))
    , createdAt(created)
{
}

ExchangeStep ChatExchange::begin()
{
    return {std::nullopt, "", AnswerJob{std::exchange(wanted.question, {})}};
}

ExchangeStep ChatExchange::take(EngineResult result)
{
    if (const auto* error = std::get_if<Error>(&result))
        return fail(*error);
    if (const auto* part = std::get_if<AnswerPart>(&result))
        return wanted.isStreamed ? streamPart(part->text) : ExchangeStep::more();
    const auto& answer = std::get<Answer>(result);
    return wanted.isStreamed ? streamRest(answer) : whole(answer);
}

ExchangeStep ChatExchange::fail(const Error& error) const
{
    if (!hasHead)
        return ExchangeStep::whole(refuseFor(error));
    return {std::nullopt, serverSentError(error), std::nullopt};
}

ChatExchange::Kept ChatExchange::keptOf(const std::string& text) const
{
    const auto wholeText = untilStop(text, wanted.stops);
    auto kept = shortened(wholeText, wanted.longestAnswerBytes);
    const auto* reason = kept.size() < wholeText.size() ? "length" : "stop";
    return {std::move(kept), reason};
}

Json ChatExchange::callsOf(const Answer& answer)
{
    auto calls = Json::array();
    for (const auto& call : answer.calls)
        calls.push_back({{"id", identifiers.next("call")},
                         {"type", "function"},
                         {"function", {{"name", call.name}, {"arguments", call.arguments}}}});
    return calls;
}

Json ChatExchange::frame(const char* object) const
{
    return {{"id", id}, {"object", object}, {"created", createdAt}, {"model", wanted.model}};
}

ExchangeStep ChatExchange::whole(const Answer& answer)
{
    const auto calls = callsOf(answer);
    const auto [text, endOfText] = keptOf(answer.text);
    const auto* reason = calls.empty() ? endOfText : "tool_calls";
    Json message = {{"role", "assistant"}, {"content", text}, {"refusal", nullptr}};
    if (!calls.empty())
        message["tool_calls"] = calls;
    if (!calls.empty() && text.empty())
        message["content"] = nullptr;
    auto completion = frame("chat.completion");
    completion["choices"] =
        Json::array({Json{{"index", 0}, {"message", message}, {"logprobs", nullptr}, {"finish_reason", reason}}});
    completion["usage"] = usage(text.size() + bytesOf(calls));
    return ExchangeStep::whole(
        {200, completion.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json"});
}

ExchangeStep ChatExchange::opened(const Json& content)
{
    ExchangeStep step;
    if (!std::exchange(hasHead, true))
    {
        step.head = eventStreamHead();
        step.body = chunk({{"role", "assistant"}, {"content", content}}, nullptr);
    }
    return step;
}

ExchangeStep ChatExchange::streamPart(const std::string& text)
{
    found += text;
    const auto [kept, reason] = keptOf(found);
    auto step = opened("");
    if (kept.size() < found.size())
    {
        step.body += wordChunks(kept) + endChunks(Json::array(), reason);
        return step;
    }
    std::size_t heldBack = 0; // A stop may have begun.
    for (const auto& stop : wanted.stops)
        heldBack = std::max(heldBack, stop.size() - 1);
    step.body += wordChunks(shortened(kept, kept.size() - std::min(kept.size(), heldBack)));
    step.awaitsMore = true;
    return step;
}

ExchangeStep ChatExchange::streamRest(const Answer& answer)
{
    const auto calls = callsOf(answer);
    const auto [kept, reason] = keptOf(answer.text);
    auto step = opened(calls.empty() ? Json("") : Json(nullptr));
    step.body += wordChunks(kept);
    for (std::size_t i = 0; i < calls.size(); ++i)
    {
        auto begun = calls[i];
        begun["index"] = i;
        begun["function"]["arguments"] = "";
        const Json arguments = {{"index", i}, {"function", {{"arguments", calls[i].at("function").at("arguments")}}}};
        step.body += chunk({{"tool_calls", Json::array({begun})}}, nullptr);
        step.body += chunk({{"tool_calls", Json::array({arguments})}}, nullptr);
    }
    step.body += endChunks(calls, calls.empty() ? reason : "tool_calls");
    return step;
}

std::string ChatExchange::wordChunks(const std::string& kept)
{
    std::string chunks;
    if (kept.size() <= toldBytes)
        return chunks;
    for (const auto& word : splitWords(kept.substr(toldBytes), mostDeltas))
        chunks += chunk({{"content", word}}, nullptr);
    toldBytes = kept.size();
    return chunks;
}

std::string ChatExchange::endChunks(const Json& calls, const char* reason) const
{
    auto chunks = chunk(Json::object(), reason);
    if (wanted.wantsUsage)
    {
        auto last = frame("chat.completion.chunk");
        last["choices"] = Json::array();
        last["usage"] = usage(toldBytes + bytesOf(calls));
        chunks += serverSentEvent(last);
    }
    return chunks + "data: [DONE]\n\n";
}

std::string ChatExchange::chunk(const Json& delta, const Json& reason) const
{
    auto json = frame("chat.completion.chunk");
    const Json choice = {{"index", 0}, {"delta", delta}, {"logprobs", nullptr}, {"finish_reason", reason}};
    json["choices"] = Json::array({choice});
    if (wanted.wantsUsage)
        json["usage"] = nullptr;
    return serverSentEvent(json);
}

Json ChatExchange::usage(std::size_t outputBytes) const
{
    const auto input = textTokens(wanted.inputBytes);
    const auto output = textTokens(outputBytes);
    return {{"prompt_tokens", input},
            {"completion_tokens", output},
            {"total_tokens", input + output},
            {"prompt_tokens_details", {{"cached_tokens", 0}, {"audio_tokens", 0}}},
            {"completion_tokens_details",
             {{"reasoning_tokens", 0},
              {"audio_tokens", 0},
              {"accepted_prediction_tokens", 0},
              {"rejected_prediction_tokens", 0}}}};
}

} // namespace parley::service
