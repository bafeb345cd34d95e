// SPDX-License-Identifier: Apache-2.0
// Parley's own realtime service: a WebSocket server on this machine that listens, understands, answers and speaks.
#pragma once

#include "Base/Executor.h"
#include "Base/Result.h"
#include "Base/Secret.h"

#include <cstdint>
#include <memory>
#include <string>

namespace parley::service
{

struct ServiceOptions
{
    std::uint16_t port = 0; ///< 0: any free port.
    Secret key;             ///< What a client must send as Bearer; empty: a random one is made.
    int maxSessions = 32;   ///< More are refused with HTTP 503.
};

/// Listens on 127.0.0.1 only. Each connection is a session of its own. Same protocol, same order of events, same ways
/// to refuse as the live service (docs/protocol.md).
class Service
{
public:
    /// Loads the engines' models (about 0.3 s) and listens. Errors: speechModelMissing, connectFailed (port in use).
    /// Blocks: @thread a thread of the caller's own, never network or audio.
    [[nodiscard]] static Result<std::unique_ptr<Service>> start(ServiceOptions options);

    /// Closes every session; waits at most a second, and for the ten seconds of speech that the recogniser may be at
    /// (about two more).
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] const Secret& key() const noexcept;
    /// ws://127.0.0.1:PORT/v1/realtime
    [[nodiscard]] std::string url() const;

private:
    class Server;
    explicit Service(std::unique_ptr<Server> running);
    std::unique_ptr<Server> server;
};

} // namespace parley::service
