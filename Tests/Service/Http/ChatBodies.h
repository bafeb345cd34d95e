// SPDX-License-Identifier: Apache-2.0
// Bodies of POST /v1/chat/completions, and what the service reads of them.
#pragma once

#include "Service/Http/ChatRequest.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::service
{

inline Json message(const std::string& role, Json content)
{
    return Json{{"role", role}, {"content", std::move(content)}};
}

inline Json userSays(const std::string& text)
{
    return Json::array({message("user", text)});
}

/// An assistant's message with calls of these ids.
inline Json calling(const std::vector<std::string>& ids)
{
    auto made = message("assistant", nullptr);
    for (const auto& id : ids)
        made["tool_calls"].push_back(
            {{"id", id}, {"type", "function"}, {"function", {{"name", "f"}, {"arguments", "{}"}}}});
    return made;
}

inline Json outputOf(const std::string& id, const std::string& text)
{
    auto made = message("tool", text);
    made["tool_call_id"] = id;
    return made;
}

inline Json functionWith(const std::string& name, Json properties, Json required)
{
    const Json parameters = {
        {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
    return {{"type", "function"}, {"function", {{"name", name}, {"parameters", parameters}}}};
}

inline Json weather()
{
    return functionWith("get_weather", {{"city", {{"type", "string"}}}}, {"city"});
}

/// A response_format.
inline Json formatOf(Json properties, Json required)
{
    const Json schema = {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
    return {{"type", "json_schema"}, {"json_schema", {{"name", "made"}, {"schema", schema}, {"strict", true}}}};
}

inline Json tripFormat()
{
    return formatOf({{"city", {{"type", "string"}}}, {"days", {{"type", "integer"}}}}, {"city", "days"});
}

/// A small chat with these fields besides or instead.
inline std::variant<ChatRequest, PlainAnswer> readBody(const Json& changes)
{
    Json body = {{"model", "gpt-4o-mini"}, {"messages", userSays("Hello")}};
    body.update(changes);
    return readChatRequest({"application/json", body.dump()});
}

inline Json faultOf(const Json& changes)
{
    const auto read = readBody(changes);
    REQUIRE(std::holds_alternative<PlainAnswer>(read));
    CHECK(std::get<PlainAnswer>(read).status == 400);
    return Json::parse(std::get<PlainAnswer>(read).body).at("error");
}

} // namespace parley::service
