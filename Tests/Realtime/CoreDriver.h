// SPDX-License-Identifier: Apache-2.0
// Drives a SessionCore from a test: feeds inputs on a clock of its own, and keeps what came out of the last one.
#pragma once

#include "Realtime/SessionCore.h"

#include <catch2/catch.hpp>

namespace parley::test
{

using namespace parley::realtime;
using namespace std::chrono_literals;
using wire::Json;

/// Drives a core and keeps what came out of the last input.
class Driver
{
public:
    explicit Driver(SessionSettings settings = {})
        : core(std::move(settings))
    {
    }

    Outputs& feed(Input input)
    {
        last = core.handle(std::move(input), now);
        return last;
    }

    Outputs& server(const Json& event)
    {
        auto parsed = wire::parseServerEvent(event.dump());
        REQUIRE(parsed);
        return feed(std::move(parsed).value());
    }

    Outputs& becomeReady(const Json& session = Json::object())
    {
        feed(input::Connecting{});
        feed(input::TransportOpened{});
        server({{"type", "session.created"}, {"session", {{"id", "sess_1"}, {"expires_at", 1756310470}}}});
        return server({{"type", "session.updated"}, {"session", session}});
    }

    template <typename T>
    std::vector<T> sent() const
    {
        std::vector<T> found;
        for (const auto& event : last.send)
            if (const auto* one = std::get_if<T>(&event.body))
                found.push_back(*one);
        return found;
    }

    template <typename T>
    std::vector<T> published() const
    {
        std::vector<T> found;
        for (const auto& event : last.publish)
            if (const auto* one = std::get_if<T>(&event))
                found.push_back(*one);
        return found;
    }

    Time now = Time(1000s);
    SessionCore core;
    Outputs last;
};

inline Json audioDelta(const char* response, const char* item, std::size_t samples)
{
    std::string base64;
    for (std::size_t i = 0; i < samples / 3; ++i)
        base64 += "AAAAAAAA";
    return {{"type", "response.output_audio.delta"},
            {"response_id", response},
            {"item_id", item},
            {"content_index", 0},
            {"delta", base64}};
}

inline Json itemDone(const char* item)
{
    return {{"type", "conversation.item.done"},
            {"item", {{"id", item}, {"type", "message"}, {"role", "assistant"}, {"status", "completed"}}}};
}

inline Json responseEvent(const char* type, const char* id, const char* status = "in_progress")
{
    return {{"type", type}, {"response", {{"id", id}, {"status", status}}}};
}

inline std::vector<std::int16_t> samples(std::size_t count)
{
    return std::vector<std::int16_t>(count, 7);
}

} // namespace parley::test
