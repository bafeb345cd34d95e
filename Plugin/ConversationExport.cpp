// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/ConversationExport.h"

#include <array>
#include <ctime>
#include <utility>

namespace parley::plugin
{

namespace
{

using Kind = LogEntry::Kind;
using State = LogEntry::State;

std::string formatted(const std::tm& parts, const char* format)
{
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

std::string universalTime(LogEntry::Time time)
{
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return formatted(parts, "%Y-%m-%dT%H:%M:%SZ");
}

const char* nameOf(Kind kind)
{
    switch (kind)
    {
    case Kind::user:
        return "user";
    case Kind::agent:
        return "agent";
    case Kind::tool:
        return "tool";
    case Kind::handoff:
        return "handoff";
    case Kind::guardrail:
        return "guardrail";
    case Kind::notice:
        return "notice";
    case Kind::error:
        break;
    }
    return "error";
}

const char* nameOf(State state)
{
    switch (state)
    {
    case State::growing:
        return "growing";
    case State::awaitsApproval:
        return "awaits_approval";
    case State::complete:
        return "complete";
    case State::cut:
        return "cut";
    case State::failed:
        return "failed";
    case State::rejected:
        break;
    }
    return "rejected";
}

wire::Json entryAsJson(const LogEntry& entry)
{
    wire::Json json = {{"at", universalTime(entry.at)}, {"kind", nameOf(entry.kind)}, {"state", nameOf(entry.state)}};
    const auto put = [&json](const char* name, const std::string& text)
    {
        if (!text.empty())
            json[name] = text;
    };
    put("id", entry.id);
    put("name", entry.name);
    put("text", entry.text);
    put("output", entry.output);
    return json;
}

} // namespace

std::string timeOfDay(LogEntry::Time time)
{
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    return formatted(parts, "%H:%M:%S");
}

std::string titleOf(const LogEntry& entry)
{
    switch (entry.kind)
    {
    case Kind::user:
        return "You";
    case Kind::agent:
        return entry.name.empty() ? "Agent" : entry.name;
    case Kind::tool:
        return "Tool " + entry.name;
    case Kind::handoff:
        return "Handoff";
    case Kind::guardrail:
        return "Guardrail " + entry.name;
    case Kind::error:
        return "Error";
    case Kind::notice:
        break;
    }
    return "Notice";
}

std::string_view stateWordOf(const LogEntry& entry) noexcept
{
    const bool isCall = entry.kind == Kind::tool;
    switch (entry.state)
    {
    case State::growing:
        return isCall ? "runs" : "";
    case State::awaitsApproval:
        return "waits for you";
    case State::complete:
        return isCall ? "done" : "";
    case State::cut:
        return entry.kind == Kind::agent ? "interrupted" : "";
    case State::failed:
        return isCall ? "failed" : "not understood";
    case State::rejected:
        break;
    }
    return "rejected";
}

std::string asText(const std::vector<LogEntry>& entries)
{
    std::string text;
    for (const auto& entry : entries)
    {
        text += timeOfDay(entry.at) + "  " + titleOf(entry);
        if (const auto word = stateWordOf(entry); !word.empty())
            text += " (" + std::string(word) + ")";
        text += ": ";
        text += entry.kind == Kind::handoff ? entry.name + " to " + entry.text : entry.text;
        text += '\n';
        if (!entry.output.empty())
            text += "          " + entry.output + '\n';
    }
    return text;
}

std::string asJson(const std::vector<LogEntry>& entries)
{
    auto list = wire::Json::array();
    for (const auto& entry : entries)
        list.push_back(entryAsJson(entry));
    constexpr int indent = 2;
    const wire::Json document = {{"entries", std::move(list)}};
    return document.dump(indent, ' ', false, wire::Json::error_handler_t::replace) + '\n';
}

} // namespace parley::plugin
