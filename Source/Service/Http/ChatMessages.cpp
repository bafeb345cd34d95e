// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ChatMessages.h"

#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <set>
#include <utility>

namespace parley::service
{
namespace
{

bool isInstruction(const std::string& role)
{
    return role == "system" || role == "developer";
}

std::string textOfContent(const Json& message)
{
    const auto& content = wire::objectField(message, "content");
    if (content.is_string())
        return content.get<std::string>();
    std::string text;
    if (content.is_array())
        for (const auto& part : content)
            if (const auto words = wire::textField(part, "text"); !words.empty())
                text += (text.empty() ? "" : " ") + words;
    return text;
}

std::optional<Rejection> findFaultInMessage(const Json& message, const std::string& path)
{
    const auto role = wire::textField(message, "role");
    if (!isInstruction(role) && role != "user" && role != "assistant" && role != "tool")
        return Rejection{"invalid_value",
                         "Invalid value: '" + role.substr(0, 200) +
                             "'. Supported values are: 'system', 'developer', 'user', 'assistant', and 'tool'.",
                         path + ".role"};
    const auto content = message.value("content", Json());
    const bool mayBeMissing = role == "assistant";
    if (!content.is_string() && !content.is_array() && !(content.is_null() && mayBeMissing))
        return Rejection{"invalid_type",
                         "Invalid type for '" + path + ".content': expected a string or an array of parts.",
                         path + ".content"};
    const auto calls = message.value("tool_calls", Json());
    if (!calls.is_null() && !calls.is_array())
        return Rejection{"invalid_type", "Invalid type for '" + path + ".tool_calls': expected an array.",
                         path + ".tool_calls"};
    return std::nullopt;
}

/// The calls of one message of an assistant's, while their outputs come.
class CallsToAnswer
{
public:
    void begin(const Json& message)
    {
        order.clear();
        for (const auto& call : wire::objectField(message, "tool_calls"))
            order.push_back(wire::textField(call, "id"));
        known = {order.begin(), order.end()};
        open = known;
    }

    /// Whether it is the output of one of them.
    [[nodiscard]] bool take(const Json& output)
    {
        const auto id = wire::textField(output, "tool_call_id");
        open.erase(id);
        return known.contains(id);
    }

    [[nodiscard]] std::optional<Rejection> findOpenOnes() const
    {
        if (open.empty())
            return std::nullopt;
        std::string ids;
        for (const auto& id : order)
            if (open.contains(id))
                ids += (ids.empty() ? "" : ", ") + id;
        return Rejection{"",
                         "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                         "'tool_call_id'. The following tool_call_ids did not have response messages: " +
                             ids,
                         "messages"};
    }

private:
    std::vector<std::string> order;
    std::set<std::string> known;
    std::set<std::string> open;
};

std::optional<Rejection> findFaultInCalls(const Json& messages)
{
    CallsToAnswer calls;
    for (std::size_t i = 0; i < messages.size(); ++i)
    {
        if (wire::textField(messages[i], "role") == "tool")
        {
            if (!calls.take(messages[i]))
                return Rejection{"",
                                 "Invalid parameter: messages with role 'tool' must be a response to a preceeding "
                                 "message with 'tool_calls'.",
                                 "messages.[" + std::to_string(i) + "].role"};
            continue;
        }
        if (auto fault = calls.findOpenOnes())
            return fault;
        calls.begin(messages[i]);
    }
    return calls.findOpenOnes();
}

/// The outputs since the latest call of an assistant's, by the order of its calls.
class ToolOutputs
{
public:
    void clear() { *this = {}; }

    void takeCalls(const Json& message)
    {
        for (const auto& call : wire::objectField(message, "tool_calls"))
            order.push_back(wire::textField(call, "id"));
    }

    void takeOutput(const Json& message) { outputs.emplace_back(wire::textField(message, "tool_call_id"), message); }

    [[nodiscard]] std::string joined() const
    {
        auto sorted = outputs;
        std::ranges::stable_sort(
            sorted, {}, [&](const auto& output) { return std::ranges::find(order, output.first) - order.begin(); });
        std::string text;
        for (const auto& [id, message] : sorted)
            text += (text.empty() ? "" : " ") + textOfContent(message);
        return text;
    }

private:
    std::vector<std::string> order;
    std::vector<std::pair<std::string, Json>> outputs;
};

} // namespace

std::optional<Rejection> findFaultInMessages(const Json& messages)
{
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (auto fault = findFaultInMessage(messages[i], "messages[" + std::to_string(i) + "]"))
            return fault;
    return findFaultInCalls(messages);
}

AnswerRequest questionFrom(const Json& messages)
{
    AnswerRequest question;
    ToolOutputs outputs;
    bool hasBegun = false;
    for (const auto& message : messages)
    {
        const auto role = wire::textField(message, "role");
        const auto text = textOfContent(message);
        if (!hasBegun && isInstruction(role))
        {
            question.instructions += (question.instructions.empty() ? "" : "\n") + text;
            continue;
        }
        question.messages.push_back(message);
        if (role == "tool")
        {
            outputs.takeOutput(message);
            continue;
        }
        hasBegun = true;
        outputs.clear();
        outputs.takeCalls(message);
        if (role == "assistant" && text.empty())
            continue;
        const auto who =
            role == "user" ? wire::Role::user : (role == "assistant" ? wire::Role::assistant : wire::Role::system);
        question.turns.push_back({who, text});
    }
    question.toolOutput = outputs.joined();
    return question;
}

} // namespace parley::service
