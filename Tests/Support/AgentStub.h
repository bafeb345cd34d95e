// SPDX-License-Identifier: Apache-2.0
// A realtime service that listens and speaks what it was given, on 127.0.0.1: it answers each request for a response
// with the same voice, faster than it plays, and keeps what it hears.
#pragma once

#include "Support/TcpPeer.h"

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::test
{

class WebSocketPeer;

class AgentStub
{
public:
    /// `answer`: 24 kHz mono, what each response says.
    explicit AgentStub(std::vector<std::int16_t> answer);

    [[nodiscard]] std::string url() const;

    /// All audio that came so far, without gaps.
    [[nodiscard]] std::vector<std::int16_t> heard() const;
    /// How many events of this type came.
    [[nodiscard]] std::size_t count(const std::string& type) const;
    /// The `session` of the latest session.update.
    [[nodiscard]] nlohmann::json session() const;

    /// Sent when the next frame has come from the client.
    void say(nlohmann::json event);

private:
    void serve(TcpSocket& socket);
    void receive(WebSocketPeer& peer, const nlohmann::json& event);
    void respond(WebSocketPeer& peer);

    const std::vector<std::int16_t> voice;
    mutable std::mutex mutex;
    std::vector<std::int16_t> audio;
    std::vector<std::string> types;
    nlohmann::json latestSession;
    std::deque<nlohmann::json> waiting;
    int responses = 0;
    TcpPeer listener; ///< Goes first: its scripts use the others.
};

} // namespace parley::test
