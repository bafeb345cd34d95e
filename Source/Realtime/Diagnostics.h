// SPDX-License-Identifier: Apache-2.0
// Finds out whether a service answers at all, and if not, at which stage and why.
#pragma once

#include "Base/Executor.h"
#include "Net/WebSocketClient.h"
#include "Realtime/Probe.h"

#include <memory>
#include <stop_token>
#include <string>

namespace parley::realtime
{

/// One text turn over a socket of its own; see Probe. Every stage has a deadline, so it ends after at most some 40 s; a
/// stop request ends it at once, with code cancelled.
/// Blocks: @thread a thread of the caller's own or the pool, never network or audio.
[[nodiscard]] ProbeReport probeTextTurn(const std::shared_ptr<Executor>& executor, net::WebSocketOptions options,
                                        std::string model, const std::stop_token& stop = {});

} // namespace parley::realtime
