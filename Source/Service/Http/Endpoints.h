// SPDX-License-Identifier: Apache-2.0
// Which requests over HTTP the service answers, who may make them, and how large they may be.
#pragma once

#include "Service/Admission.h"
#include "Service/Http/Exchange.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <variant>

namespace parley::service
{

enum class Endpoint
{
    session, ///< The WebSocket, and its refusals.
    clientSecrets,
    transcriptions,
    speech,
    chat,
    models,
    health,
    metrics,
    faults ///< FaultControl answers.
};

struct Route
{
    Endpoint endpoint = Endpoint::session;
    std::string_view name; ///< As metrics name it.
    std::size_t longestBody = 0;
};

/// Whether the live service refuses it to an account without credit.
/// @thread any
[[nodiscard]] bool needsQuota(Endpoint endpoint) noexcept;

/// What of a service decides who may ask for what.
struct Openness
{
    bool isLoopbackOnly = true;
    bool hasFaultControl = false;
};

/// By the header alone, before any of the body is read: 403 for a foreign host or origin, 404 for an unknown path, 405
/// for another method (with Allow), 401 without the key. Sessions are refused after their upgrade, see `admit`. A
/// browser that asks with OPTIONS whether a page may ask gets 204, for it sends no key.
/// @thread any
[[nodiscard]] std::variant<Route, PlainAnswer> findRoute(const UpgradeRequest& header, const Secret& key,
                                                         const Openness& openness);

/// What the answers need beside the request.
struct EndpointContext
{
    Identifiers& ids; ///< Outlives the exchanges.
    std::int64_t now; ///< Seconds since the epoch.
    std::function<std::string()> metrics;
};

/// Any endpoint but session and clientSecrets, for which `admit` is there, and faults.
/// @thread one at a time, for the ids' sake
[[nodiscard]] std::variant<std::unique_ptr<Exchange>, PlainAnswer>
openExchange(const Route& route, const UpgradeRequest& request, const EndpointContext& context);

} // namespace parley::service
