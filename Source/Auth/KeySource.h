// SPDX-License-Identifier: Apache-2.0
// Where an API key comes from when a user says so: a value, a callback, a file, or a server that hands out tokens.
#pragma once

#include "Auth/ApiKey.h"
#include "Net/HttpClient.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace parley::auth
{

/// A server of the user's own that makes short-lived tokens, so that the key itself stays there.
struct TokenServer
{
    net::Url url;         ///< https, or http on this machine.
    net::Headers headers; ///< Sent with the POST; may hold a key.
    std::string body = "{}";
    net::HttpOptions http{.deadline = std::chrono::seconds(15)};
};

/// Asked anew for each attempt to connect. Safe to share among threads.
class KeySource
{
public:
    /// May block until the token says stop; what comes later than the deadline is not used.
    using Callback = std::function<Result<Secret>(const std::stop_token& stop)>;
    static constexpr std::chrono::seconds callbackDeadline{10};
    /// A token is not used any more so long before it expires.
    static constexpr std::chrono::seconds tokenReserve{10};

    [[nodiscard]] static std::shared_ptr<KeySource> value(Secret key);
    /// Called on the pool; when all of the pool is busy, on the thread that asks. The source's end waits for a call
    /// that is still under way.
    [[nodiscard]] static std::shared_ptr<KeySource> callback(Callback callback,
                                                             std::chrono::milliseconds deadline = callbackDeadline);
    /// Read at each attempt; blank space around the key means nothing.
    [[nodiscard]] static std::shared_ptr<KeySource> file(std::filesystem::path path);
    /// Answers with JSON: the token in `value`, `client_secret.value` or `token`, and optionally `expires_at` in epoch
    /// seconds. A token with such a time is used until `tokenReserve` before it; one without, once.
    [[nodiscard]] static std::shared_ptr<KeySource> tokenServer(TokenServer server);

    /// PARLEY_TOKEN_URL, with PARLEY_TOKEN_HEADER ("Name: value") if that is set, then PARLEY_KEY_FILE, blank ignored;
    /// null when neither is set.
    /// @thread pool or a thread of the caller's own: may read the bundle of trusted certificates
    [[nodiscard]] static Result<std::shared_ptr<KeySource>> fromEnvironment(const Surroundings& surroundings);

    KeySource() = default;
    virtual ~KeySource() = default;
    KeySource(const KeySource&) = delete;
    KeySource& operator=(const KeySource&) = delete;

    /// The key, never empty. Errors: fileNotFound, fileInvalid; unauthorized, forbidden, rateLimited,
    /// upstreamServerError by the token server's status, unauthorized when its answer holds no token, and those of
    /// `net::fetch`; timeout and whatever a callback returns; cancelled. `where` names the source.
    /// May block: @thread pool or a thread of the caller's own, never network or audio.
    [[nodiscard]] virtual Result<ApiKey> take(const std::stop_token& stop = {}) = 0;

    /// Fit to be shown, never with the key: a file's path, a server's host.
    [[nodiscard]] virtual std::string name() const = 0;
};

} // namespace parley::auth
