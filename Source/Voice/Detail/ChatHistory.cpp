// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/ChatHistory.h"

#include "Realtime/Rules/Handoffs.h"
#include "Voice/ChatTools.h"

#include <iterator>
#include <utility>

namespace parley::voice
{

using wire::Json;

void ChatHistory::user(const std::string& text)
{
    add({{"role", "user"}, {"content", text}});
}

void ChatHistory::assistant(const std::string& text)
{
    if (!text.empty())
        add({{"role", "assistant"}, {"content", text}});
}

void ChatHistory::cutAnswer(const std::string& heard)
{
    for (auto message = messages.rbegin(); message != messages.rend() && (*message)["role"] != "user"; ++message)
        if ((*message)["role"] == "assistant" && !message->contains("tool_calls"))
        {
            if (heard.empty())
                messages.erase(std::next(message).base());
            else
                (*message)["content"] = heard;
            return;
        }
}

void ChatHistory::tools(const std::string& text, const std::vector<ChatReader::Call>& calls,
                        const std::vector<std::string>& outputs)
{
    Json message = {{"role", "assistant"}, {"content", nullptr}, {"tool_calls", Json::array()}};
    if (!text.empty())
        message["content"] = text;
    for (const auto& call : calls)
        message["tool_calls"].push_back({{"id", call.id},
                                         {"type", "function"},
                                         {"function", {{"name", call.name}, {"arguments", call.arguments}}}});
    add(std::move(message));
    for (std::size_t i = 0; i < calls.size(); ++i)
        add({{"role", "tool"}, {"tool_call_id", calls[i].id}, {"content", outputs.at(i)}});
}

void ChatHistory::add(Json message)
{
    messages.push_back(std::move(message));
    if (messages.size() <= mostMessages)
        return;
    // An answer without its question, or an output without its call, would be refused.
    do
        messages.pop_front();
    while (!messages.empty() && messages.front()["role"] != "user");
}

Json ChatHistory::request(const std::string& model, const realtime::Agent& agent) const
{
    Json body = {{"model", model}, {"stream", true}, {"messages", Json::array()}};
    if (!agent.instructions.empty())
        body["messages"].push_back({{"role", "system"}, {"content", agent.instructions}});
    for (const auto& message : messages)
        body["messages"].push_back(message);
    if (auto tools = chatTools(realtime::offeredTools(agent, {})); !tools.empty())
        body["tools"] = std::move(tools);
    return body;
}

} // namespace parley::voice
