// SPDX-License-Identifier: Apache-2.0
// Decides what becomes of a request: a session, a refusal after the upgrade, or a plain HTTP answer.
#pragma once

#include "Base/Secret.h"
#include "Service/EventSink.h"

#include <optional>
#include <string>
#include <variant>

namespace parley::service
{

/// What of an HTTP request matters.
struct UpgradeRequest
{
    std::string target; ///< Path and query, percent-encoded.
    bool isUpgrade = false;
    std::optional<std::string> authorization;
    std::optional<std::string> apiKey; ///< Header api-key.
    bool hasBetaHeader = false;        ///< Header OpenAI-Beta.
};

struct Admitted
{
    std::string model;
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

/// docs/protocol.md, Connecting. The key is compared in constant time.
/// @thread any
[[nodiscard]] Admission admit(const UpgradeRequest& request, const Secret& key);

} // namespace parley::service
