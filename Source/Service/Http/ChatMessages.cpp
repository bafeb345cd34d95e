// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ChatMessages.h"

#include "Wire/Detail/JsonFields.h"

#include <map>
#include <string>
#include <utility>

namespace parley::service
{
namespace
{

/// Of one message: as many as OpenAI's schema lets `tools` of a chat name.
constexpr std::size_t mostCalls = 128;

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

/// Of the calls of an assistant's message: their ids, each with its place among them.
using CallPlaces = std::map<std::string, std::size_t>;

CallPlaces placesOfCalls(const Json& message)
{
    CallPlaces places;
    for (const auto& call : wire::objectField(message, "tool_calls"))
        places.emplace(wire::textField(call, "id"), places.size());
    return places;
}

std::optional<Rejection> findFaultInCallsOf(const Json& message, const std::string& path)
{
    const auto& calls = wire::objectField(message, "tool_calls");
    if (calls.size() > mostCalls)
        return Rejection{"array_above_max_length",
                         "Invalid '" + path + "': array too long. Expected an array with maximum length " +
                             std::to_string(mostCalls) + ", but got an array with length " +
                             std::to_string(calls.size()) + " instead.",
                         path};
    if (placesOfCalls(message).size() < calls.size())
        return Rejection{"invalid_value", "Invalid '" + path + "': give each call an 'id' of its own.", path};
    return std::nullopt;
}

/// The calls of one message of an assistant's, while their outputs come.
class CallsToAnswer
{
public:
    void begin(const Json& message)
    {
        places = placesOfCalls(message);
        open.clear();
        for (const auto& [id, place] : places)
            open.emplace(place, id);
    }

    /// Whether it is the output of one of them.
    [[nodiscard]] bool take(const Json& output)
    {
        const auto found = places.find(wire::textField(output, "tool_call_id"));
        if (found == places.end())
            return false;
        open.erase(found->second);
        return true;
    }

    [[nodiscard]] std::optional<Rejection> findOpenOnes() const
    {
        if (open.empty())
            return std::nullopt;
        std::string ids;
        for (const auto& [place, id] : open)
            ids += (ids.empty() ? "" : ", ") + id;
        return Rejection{"",
                         "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                         "'tool_call_id'. The following tool_call_ids did not have response messages: " +
                             ids,
                         "messages"};
    }

private:
    CallPlaces places;
    std::map<std::size_t, std::string> open; ///< Ids, by their places.
};

std::optional<Rejection> findFaultInCalls(const Json& messages)
{
    CallsToAnswer calls;
    for (std::size_t i = 0; i < messages.size(); ++i)
    {
        const auto path = "messages.[" + std::to_string(i) + "]";
        if (wire::textField(messages[i], "role") == "tool")
        {
            if (!calls.take(messages[i]))
                return Rejection{"",
                                 "Invalid parameter: messages with role 'tool' must be a response to a preceeding "
                                 "message with 'tool_calls'.",
                                 path + ".role"};
            continue;
        }
        if (auto fault = calls.findOpenOnes())
            return fault;
        if (auto fault = findFaultInCallsOf(messages[i], path + ".tool_calls"))
            return fault;
        calls.begin(messages[i]);
    }
    return calls.findOpenOnes();
}

/// The outputs since the latest call of an assistant's, by the order of its calls.
class ToolOutputs
{
public:
    void begin(const Json& message)
    {
        places = placesOfCalls(message);
        texts.clear();
    }

    void take(const Json& output)
    {
        const auto found = places.find(wire::textField(output, "tool_call_id"));
        texts.emplace(found == places.end() ? places.size() : found->second, textOfContent(output));
    }

    [[nodiscard]] std::string joined() const
    {
        std::string text;
        for (const auto& [place, output] : texts)
            text += (text.empty() ? "" : " ") + output;
        return text;
    }

private:
    CallPlaces places;
    std::multimap<std::size_t, std::string> texts;
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
            outputs.take(message);
            continue;
        }
        hasBegun = true;
        outputs.begin(message);
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
