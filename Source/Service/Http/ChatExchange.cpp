// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ChatExchange.h"

#include "Base/Detail/Characters.h"
#include "Service/Http/ServerSentEvents.h"
#include "Service/Sentences.h"
#include "Service/Tokens.h"

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

std::size_t bytesOf(const std::string& text, const Json& calls)
{
    std::size_t bytes = text.size();
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
        return ExchangeStep::whole(refuseFor(*error));
    const auto& answer = std::get<Answer>(result);
    const auto calls = callsOf(answer);
    const auto text = untilStop(answer.text, wanted.stops);
    const auto kept = shortened(text, wanted.longestAnswerBytes);
    const auto* reason = !calls.empty() ? "tool_calls" : (kept.size() < text.size() ? "length" : "stop");
    return wanted.isStreamed ? stream(kept, calls, reason) : whole(kept, calls, reason);
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

ExchangeStep ChatExchange::whole(const std::string& text, const Json& calls, const char* reason) const
{
    Json message = {{"role", "assistant"}, {"content", text}, {"refusal", nullptr}};
    if (!calls.empty())
        message["tool_calls"] = calls;
    if (!calls.empty() && text.empty())
        message["content"] = nullptr;
    auto completion = frame("chat.completion");
    completion["choices"] =
        Json::array({Json{{"index", 0}, {"message", message}, {"logprobs", nullptr}, {"finish_reason", reason}}});
    completion["usage"] = usage(bytesOf(text, calls));
    return ExchangeStep::whole(
        {200, completion.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json"});
}

ExchangeStep ChatExchange::stream(const std::string& text, const Json& calls, const char* reason) const
{
    ExchangeStep step;
    step.head = eventStreamHead();
    step.body = chunk({{"role", "assistant"}, {"content", calls.empty() ? Json("") : Json(nullptr)}}, nullptr);
    for (const auto& word : splitWords(text))
        step.body += chunk({{"content", word}}, nullptr);
    for (std::size_t i = 0; i < calls.size(); ++i)
    {
        auto begun = calls[i];
        begun["index"] = i;
        begun["function"]["arguments"] = "";
        const Json arguments = {{"index", i}, {"function", {{"arguments", calls[i].at("function").at("arguments")}}}};
        step.body += chunk({{"tool_calls", Json::array({begun})}}, nullptr);
        step.body += chunk({{"tool_calls", Json::array({arguments})}}, nullptr);
    }
    step.body += chunk(Json::object(), reason);
    if (wanted.wantsUsage)
    {
        auto last = frame("chat.completion.chunk");
        last["choices"] = Json::array();
        last["usage"] = usage(bytesOf(text, calls));
        step.body += serverSentEvent(last);
    }
    step.body += "data: [DONE]\n\n";
    return step;
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
    return {{"prompt_tokens", input}, {"completion_tokens", output}, {"total_tokens", input + output}};
}

} // namespace parley::service
