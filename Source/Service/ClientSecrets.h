// SPDX-License-Identifier: Apache-2.0
// The short-lived keys that the service hands out, and the settings of the sessions they open.
#pragma once

#include "Base/Secret.h"
#include "Service/EventSink.h"
#include "Service/KeyDigest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley::service
{

/// A secret carries its settings and its end in itself, sealed with the service's own key: nothing is kept, and every
/// service with that key takes it. Time comes from the caller: seconds since the epoch.
/// @thread one at a time
class ClientSecrets
{
public:
    /// Schema: RealtimeCreateClientSecretRequest, expires_after.
    static constexpr std::int64_t shortestSeconds = 10;
    static constexpr std::int64_t longestSeconds = 7200;
    static constexpr std::int64_t usualSeconds = 600;
    static constexpr auto* usualModel = "gpt-realtime";
    /// Of the settings as JSON: a secret travels in a header.
    static constexpr std::size_t mostSettingsBytes = 8192;

    /// `seed` is that of the ids of sessions.
    ClientSecrets(std::uint64_t seed, const Secret& serviceKey);

    /// `body` as RealtimeCreateClientSecretRequest, all of it optional; returns a RealtimeCreateClientSecretResponse.
    /// Nothing is made of a body that is refused.
    [[nodiscard]] std::variant<Json, Rejection> mint(Json body, std::int64_t now);

    /// The settings given when this key was made (an object, maybe empty); nothing when it is none, or has expired.
    [[nodiscard]] std::optional<Json> settingsFor(std::string_view key, std::int64_t now) const;

private:
    Identifiers ids;
    KeyDigest sealKey;
};

} // namespace parley::service
