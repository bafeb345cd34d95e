// SPDX-License-Identifier: Apache-2.0
// Decides what becomes of a request: a session, a refusal after the upgrade, or a plain HTTP answer.
#pragma once

#include "Base/Secret.h"
#include "Service/ClientSecrets.h"
#include "Service/EventSink.h"
#include "Service/Http/PlainAnswer.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley::service
{

/// What of an HTTP request matters.
struct UpgradeRequest
{
    std::string method = "GET";
    std::string target; ///< Path and query, percent-encoded.
    std::string body;
    bool isUpgrade = false;
    std::optional<std::string> authorization;
    std::optional<std::string> apiKey; ///< Header api-key.
    bool hasBetaHeader = false;        ///< Header OpenAI-Beta.
    std::string contentType{};
    std::optional<std::string> host{};
    std::optional<std::string> origin{};
    std::optional<std::string> wantedHeaders{}; ///< Header Access-Control-Request-Headers.
    std::string subprotocols{}; ///< Header Sec-WebSocket-Protocol, where pages in a browser carry their key.
};

struct Admitted
{
    std::string model;
    Json settings = Json::object(); ///< A `session` to begin with, as it was given when a client secret was made.
    bool isTranscription = false;   ///< `?intent=transcription`: words come back, no answers.
};

/// The live service refuses after the upgrade: an error event, then CLOSE.
struct RefusedSession
{
    Rejection rejection;
    CloseOrder close;
};

using Admission = std::variant<Admitted, RefusedSession, PlainAnswer>;

/// Whether a page offers to speak "realtime", so that the upgrade must choose it.
/// @thread any
[[nodiscard]] bool offersRealtime(std::string_view subprotocols);

/// What is wrong with the key of a request over HTTP, or nothing. The key is compared in constant time.
/// @thread any
[[nodiscard]] std::optional<Rejection> findFaultInKey(const UpgradeRequest& request, const Secret& key);

/// docs/protocol.md, Connecting and Client secrets. The key is compared in constant time. `now`: seconds since the
/// epoch.
/// @thread one at a time, for the secrets' sake
[[nodiscard]] Admission admit(const UpgradeRequest& request, const Secret& key, ClientSecrets& secrets,
                              std::int64_t now);

} // namespace parley::service
