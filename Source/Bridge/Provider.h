// SPDX-License-Identifier: Apache-2.0
// Which service an agent talks to, and how its address and key are found.
#pragma once

#include "Auth/Endpoint.h"
#include "Auth/KeySource.h"
#include "Base/Result.h"
#include "Bridge/LocalService.h"
#include "Net/WebSocketClient.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace parley::bridge
{

/// An explicit choice, never a silent fallback: Local is Parley's own service, whatever the environment holds.
enum class Provider
{
    local,
    openAi,
    custom,
    azure
};

[[nodiscard]] std::string_view toString(Provider provider) noexcept;

struct ProviderSettings
{
    Provider provider = Provider::local;
    std::string url;                    ///< For custom and azure, see auth::EndpointRequest.
    std::string model = "gpt-realtime"; ///< Added to the query unless the address has one. For azure the deployment.
    auth::EndpointExtras extras{};      ///< For all but local.
    std::shared_ptr<auth::KeySource> key{}; ///< Null: the places that auth::findServiceKey lists.

    [[nodiscard]] bool operator==(const ProviderSettings&) const = default;
};

/// How to reach a service. The helper process lives at least as long as this.
struct ResolvedProvider
{
    net::WebSocketOptions socket;
    std::shared_ptr<LocalService> localService; ///< Only for local.
};

/// Address, headers, trust and proxy of the service; for local it starts the helper process (see LocalService) if need
/// be. openAi and azure need a key, custom too unless its host is this machine; extra headers that authenticate stand
/// in for it. Over ws, which anyone on the way can read, no key leaves this machine. A stop request ends a wait for the
/// helper or for a key early, with code cancelled. Reads files, and may start a process or ask a token server: @thread
/// pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<ResolvedProvider>
resolveProvider(const ProviderSettings& settings,
                const auth::Surroundings& surroundings = auth::Surroundings::ofProcess(),
                const std::stop_token& stop = {});

} // namespace parley::bridge
