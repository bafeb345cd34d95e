// SPDX-License-Identifier: Apache-2.0
// Decides what becomes of a request: a session, a refusal after the upgrade, or a plain HTTP answer.
#pragma once

#include "Base/Secret.h"
#include "Service/ClientSecrets.h"
#include "Service/EventSink.h"

#include <optional>
#include <string>
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
};

struct Admitted
{
    std::string model;
    Json settings = Json::object(); ///< A `session` to begin with, as it was given when a client secret was made.
};

/// The live service refuses after the upgrade: an error event, then CLOSE.
struct RefusedSession
{
    Rejection rejection;
    CloseOrder close;
};

struct PlainAnswer
{
    int status = 404;
    std::string body;
    std::string contentType = "text/plain";
};

using Admission = std::variant<Admitted, RefusedSession, PlainAnswer>;

/// docs/protocol.md, Connecting and Client secrets. The key is compared in constant time. `now`: seconds since the
/// epoch.
/// @thread one at a time, for the secrets' sake
[[nodiscard]] Admission admit(const UpgradeRequest& request, const Secret& key, ClientSecrets& secrets,
                              std::int64_t now);

} // namespace parley::service
