// SPDX-License-Identifier: Apache-2.0
// The service of a voice pipeline: found as that of a live session is.
#pragma once

#include "Base/Executor.h"
#include "Bridge/Provider.h"
#include "Voice/VoiceService.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

namespace parley::bridge
{

/// local, openai, custom or azure; nothing for any other name.
/// @thread any
[[nodiscard]] std::optional<Provider> providerNamed(std::string_view name) noexcept;

/// See `resolveProvider`, whose errors it has. The model of the settings does not count: each request names its own.
/// The address of a custom service may be that of its realtime door (ws, wss) or of its base, as
/// http://127.0.0.1:8000/v1. The local service lives at least as long as what this returns.
/// @thread pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<std::shared_ptr<const voice::VoiceService>>
resolveVoiceService(const ProviderSettings& settings, const std::shared_ptr<Executor>& executor = Executor::shared(),
                    const auth::Surroundings& surroundings = auth::Surroundings::ofProcess(),
                    const std::stop_token& stop = {});

/// The provider of a voice pipeline as `resolveProvider` takes it: without a model, and by the address of its realtime
/// door.
/// @thread any
[[nodiscard]] Result<ProviderSettings> voiceProvider(const ProviderSettings& settings);

/// The service whose realtime door this is. What must live as long as it is used is the caller's to keep.
/// @thread any
[[nodiscard]] std::shared_ptr<voice::VoiceService> voiceServiceAt(const net::WebSocketOptions& door,
                                                                  const std::shared_ptr<Executor>& executor);

} // namespace parley::bridge
