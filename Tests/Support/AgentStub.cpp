// SPDX-License-Identifier: Apache-2.0
#include "Support/AgentStub.h"

#include "Audio/Pcm16.h"
#include "Support/WebSocketPeer.h"

#include <algorithm>
#include <span>
#include <utility>

namespace parley::test
{

using nlohmann::json;

namespace
{

/// 100 ms.
constexpr std::size_t deltaSamples = 2400;

} // namespace

AgentStub::AgentStub(std::vector<std::int16_t> answer)
    : voice(std::move(answer))
    , listener([this](TcpSocket& socket) { serve(socket); })
{
}

std::string AgentStub::url() const
{
    return "ws://127.0.0.1:" + std::to_string(listener.port()) + "/v1/realtime";
}

std::vector<std::int16_t> AgentStub::heard() const
{
    const std::scoped_lock lock(mutex);
    return audio;
}

std::size_t AgentStub::count(const std::string& type) const
{
    const std::scoped_lock lock(mutex);
    return static_cast<std::size_t>(std::count(types.begin(), types.end(), type));
}

json AgentStub::session() const
{
    const std::scoped_lock lock(mutex);
    return latestSession;
}

void AgentStub::say(json event)
{
    const std::scoped_lock lock(mutex);
    waiting.push_back(std::move(event));
}

void AgentStub::serve(TcpSocket& socket)
{
    try
    {
        WebSocketPeer peer(socket);
        peer.write(R"({"type":"session.created","session":{"id":"sess_1"}})");
        for (;;)
        {
            receive(peer, json::parse(peer.read()));
            std::deque<json> due;
            {
                const std::scoped_lock lock(mutex);
                due = std::exchange(waiting, {});
            }
            for (const auto& event : due)
                peer.write(event.dump());
        }
    }
    catch (const std::exception&)
    {
        // The client has gone, which is how each connection ends.
        return;
    }
}

void AgentStub::receive(WebSocketPeer& peer, const json& event)
{
    const auto type = event.at("type").get<std::string>();
    {
        const std::scoped_lock lock(mutex);
        types.push_back(type);
        if (type == "input_audio_buffer.append")
            static_cast<void>(audio::decodeBase64(event.at("audio").get_ref<const std::string&>(), audio));
        if (type == "session.update")
            latestSession = event.at("session");
    }
    if (type == "session.update")
        peer.write(json{{"type", "session.updated"}, {"session", event.at("session")}}.dump());
    if (type == "response.create")
        respond(peer);
}

void AgentStub::respond(WebSocketPeer& peer)
{
    const auto number = std::to_string(++responses);
    const auto response = "resp_" + number;
    const json item = {
        {"id", "item_" + number}, {"type", "message"}, {"role", "assistant"}, {"content", json::array()}};
    peer.write(json{{"type", "response.created"}, {"response", {{"id", response}, {"status", "in_progress"}}}}.dump());
    peer.write(json{{"type", "response.output_item.added"}, {"response_id", response}, {"item", item}}.dump());
    json delta = {{"response_id", response}, {"item_id", "item_" + number}, {"output_index", 0}, {"content_index", 0}};
    delta["type"] = "response.output_audio.delta";
    for (std::size_t at = 0; at < voice.size(); at += deltaSamples)
    {
        std::string text;
        audio::appendBase64(std::span(voice).subspan(at, std::min(deltaSamples, voice.size() - at)), text);
        delta["delta"] = std::move(text);
        peer.write(delta.dump());
    }
    delta.erase("delta");
    delta["type"] = "response.output_audio.done";
    peer.write(delta.dump());
    peer.write(json{{"type", "response.output_item.done"}, {"response_id", response}, {"item", item}}.dump());
    peer.write(json{{"type", "response.done"}, {"response", {{"id", response}, {"status", "completed"}}}}.dump());
}

} // namespace parley::test
