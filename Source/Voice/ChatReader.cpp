// SPDX-License-Identifier: Apache-2.0
#include "Voice/ChatReader.h"

#include "Base/Log.h"
#include "Realtime/ServerErrors.h"
#include "Wire/Detail/JsonFields.h"

namespace parley::voice
{

using wire::Json;

std::string ChatReader::read(std::string_view bytes)
{
    std::string text;
    for (const auto& event : events.read(bytes))
        if (!problem)
            take(event.data, text);
    if (events.isBroken())
        fail("an event is too large");
    return text;
}

void ChatReader::take(const std::string& data, std::string& text)
{
    if (data == "[DONE]")
    {
        isDone = true;
        return;
    }
    const auto json = Json::parse(data, nullptr, false);
    if (!json.is_object())
    {
        fail("an event is no JSON object");
        return;
    }
    if (const auto& error = wire::objectField(json, "error"); error.is_object() && !error.empty())
    {
        problem = realtime::errorFrom({.type = wire::textField(error, "type"),
                                       .code = wire::textField(error, "code"),
                                       .message = redact(wire::textField(error, "message")),
                                       .param = {},
                                       .clientEventId = {}});
        return;
    }
    const auto& choices = wire::objectField(json, "choices");
    // The event that carries the usage has no choice.
    if (!choices.is_array() || choices.empty())
        return;
    const auto& delta = wire::objectField(choices.front(), "delta");
    text += wire::textField(delta, "content");
    if (const auto& called = wire::objectField(delta, "tool_calls"); called.is_array())
        for (const auto& call : called)
            takeCall(call);
    isDone = isDone || !wire::textField(choices.front(), "finish_reason").empty();
}

void ChatReader::takeCall(const Json& delta)
{
    constexpr std::size_t mostArgumentBytes = std::size_t{256} * 1024;
    auto& call = callsByIndex[wire::integerField(delta, "index")];
    if (callsByIndex.size() > mostCalls)
        fail("it calls too many tools at once");
    const auto& function = wire::objectField(delta, "function");
    if (auto id = wire::textField(delta, "id"); !id.empty())
        call.id = std::move(id);
    call.name += wire::textField(function, "name");
    call.arguments += wire::textField(function, "arguments");
    if (call.arguments.size() > mostArgumentBytes)
        fail("the arguments of a tool are too long");
}

void ChatReader::finish()
{
    if (!isDone)
        fail("it ended in the middle");
}

std::vector<ChatReader::Call> ChatReader::calls() const
{
    std::vector<Call> calls;
    for (const auto& [index, call] : callsByIndex)
    {
        calls.push_back(call);
        if (call.id.empty())
            calls.back().id = "call_" + std::to_string(index);
    }
    return calls;
}

void ChatReader::fail(const std::string& reason)
{
    if (!problem)
        problem = Error{ErrorCode::protocolIncompatible,
                        "The answer of the chat service cannot be read (" + reason +
                            "): check its address, or use another service.",
                        "workflow"};
}

} // namespace parley::voice
