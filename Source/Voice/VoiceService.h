// SPDX-License-Identifier: Apache-2.0
// Where the models of a voice pipeline are reached.
#pragma once

#include "Net/HttpPool.h"
#include "Net/WebSocketClient.h"
#include "Realtime/Rules/ReconnectLadder.h"

#include <memory>
#include <string_view>

namespace parley::voice
{

/// The address, headers and trust of one service, found as those of a realtime session are (Auth/Endpoint.h). Shared by
/// all models, so that they share connections.
struct VoiceService
{
    net::Url base;        ///< http or https; a door such as /audio/speech goes behind its path.
    net::Headers headers; ///< May hold a key: never logged.
    net::TrustRoots trust;
    net::ProxySettings proxy;
    net::WebSocketOptions socket;                             ///< Of streamed transcriptions, with the headers again.
    realtime::ReconnectSettings reconnect{.mostAttempts = 5}; ///< The same; never without an end of the attempts.
    net::HttpCallOptions calls{}; ///< The deadlines and attempts of each call; trust and proxy are those above.
    std::shared_ptr<net::HttpPool> pool;
    std::shared_ptr<const void> owner{}; ///< What must live as long as the service is used.

    /// A POST to this door.
    [[nodiscard]] net::HttpRequest post(std::string_view door, std::string_view contentType, std::string body) const;
    [[nodiscard]] net::HttpCallOptions callOptions() const;
};

} // namespace parley::voice
