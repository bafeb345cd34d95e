// SPDX-License-Identifier: Apache-2.0
// The short-lived keys that the service hands out, and the settings of the sessions they open.
#pragma once

#include "Service/EventSink.h"
#include "Service/KeyDigest.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley::service
{

/// Holds digests, never the keys. Time comes from the caller: seconds since the epoch.
/// @thread one at a time
class ClientSecrets
{
public:
    /// Schema: RealtimeCreateClientSecretRequest, expires_after.
    static constexpr std::int64_t shortestSeconds = 10;
    static constexpr std::int64_t longestSeconds = 7200;
    static constexpr std::int64_t usualSeconds = 600;
    static constexpr auto* usualModel = "gpt-realtime";
    /// So many may be valid at a time; more are refused with `rate_limit_exceeded` until one expires.
    static constexpr std::size_t capacity = 1024;

    /// Seeds the ids of sessions.
    explicit ClientSecrets(std::uint64_t seed);

    /// `body` as RealtimeCreateClientSecretRequest, all of it optional; returns a RealtimeCreateClientSecretResponse.
    /// Nothing is made of a body that is refused.
    [[nodiscard]] std::variant<Json, Rejection> mint(Json body, std::int64_t now);

    /// The settings given when this key was made (an object, maybe empty); nothing when it is none, or has expired.
    [[nodiscard]] std::optional<Json> settingsFor(std::string_view key, std::int64_t now) const;

private:
    struct Entry
    {
        std::int64_t expiresAt = 0;
        Json settings;
    };

    Identifiers ids;
    std::map<KeyDigest, Entry> entries;
};

} // namespace parley::service
