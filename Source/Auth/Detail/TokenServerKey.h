// SPDX-License-Identifier: Apache-2.0
// Short-lived tokens, fetched from a server of the user's own and remembered while they hold.
#pragma once

#include "Auth/KeySource.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

namespace parley::auth
{

/// A token and when it ends.
struct Token
{
    Secret value;
    std::optional<std::int64_t> expiresAt; ///< Seconds since the epoch.
};

/// What the server's answer holds; nothing when there is no token in it.
[[nodiscard]] std::optional<Token> tokenIn(std::string_view body);

class TokenServerKey final : public KeySource
{
public:
    explicit TokenServerKey(TokenServer asked);
    Result<ApiKey> take(const std::stop_token& stop) override;
    std::string name() const override;

private:
    [[nodiscard]] std::optional<ApiKey> remembered();
    [[nodiscard]] Result<Token> fetchToken(const std::stop_token& stop) const;
    [[nodiscard]] Error refusal(const net::HttpResponse& response) const;

    const TokenServer server;
    std::mutex mutex;
    std::optional<Token> latest;
};

} // namespace parley::auth
