// SPDX-License-Identifier: Apache-2.0
// The connections of one session to its provider, which is looked for anew for each of them.
#pragma once

#include "Bridge/Provider.h"
#include "Realtime/Transport.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace parley::bridge
{

/// `resolveProvider`, and an exception is an error. Blocks: @thread pool
[[nodiscard]] Result<ResolvedProvider> findProvider(const ProviderSettings& settings, const std::stop_token& stop);

/// The same for a voice pipeline, see `voiceProvider`.
[[nodiscard]] Result<ResolvedProvider> findVoiceProvider(const ProviderSettings& settings, const std::stop_token& stop);

[[nodiscard]] Error poolIsFull();

/// What was found to begin with serves the first connection. For each further one the pool looks anew: the helper may
/// have ended, a key may have run out. `onService` is told, on the pool, the helper that a connection needs to live.
/// The executor must outlive the factory.
[[nodiscard]] realtime::TransportFactory
makeProviderTransports(Executor& executor, const ProviderSettings& settings, net::WebSocketOptions first,
                       std::stop_token stop, std::function<void(std::shared_ptr<LocalService>)> onService);

} // namespace parley::bridge
