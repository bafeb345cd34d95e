// SPDX-License-Identifier: Apache-2.0
// Parley's own realtime service: a WebSocket server on this machine that listens, understands, answers and speaks.
#pragma once

#include "Base/Executor.h"
#include "Base/Result.h"
#include "Base/Secret.h"
#include "Service/FaultPlan.h"
#include "Service/ServiceCertificate.h"
#include "Service/Upstream/UpstreamServers.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace parley::service
{

class EngineRunner;
struct AnswerScript;

struct ServiceOptions
{
    std::uint16_t port = 0; ///< 0: any free port.
    Secret key;             ///< What a client must send as Bearer; empty: a random one is made.
    int maxSessions = 32;   ///< More are refused with HTTP 503.
    /// Where to listen. Beyond this machine only with a key of the caller's own.
    std::string address = "127.0.0.1";
    std::optional<ServiceCertificate> certificate{};     ///< For https and wss; none: http and ws.
    std::chrono::seconds sessionLimit{3600};             ///< As the live service: an hour.
    std::size_t longestMessage = std::size_t{16} << 20U; ///< Of a WebSocket's; a longer one ends its session.
    std::size_t unsentBytes = std::size_t{64} << 20U;    ///< That wait for a slow client, which is dropped beyond it.
    /// A session whose client answers no PING for so long is dropped; PINGs go out every 20.3 s, or after half of it.
    std::chrono::milliseconds idleLimit{45000};
    std::optional<FaultPlan> faults{}; ///< For tests.
    bool hasFaultControl = false;      ///< For tests: /control/faults changes the faults of a running service.
    std::shared_ptr<const AnswerScript> script{}; ///< Answers before the rules do; none: the rules alone.
    UpstreamServers upstream{};                   ///< In the place of the engines of this program.
};

/// Each connection is a session of its own, or a row of requests over HTTP (docs/local-service.md). Same protocol, same
/// order of events, same ways to refuse as the live service (docs/protocol.md).
class Service
{
public:
    /// Loads the engines' models (about 0.3 s) and listens. Errors: speechModelMissing, connectFailed (port in use, no
    /// such address), invalidArgument (an address beyond this machine without a key, an address that is none, a script
    /// beside a chat server), tlsFailed (a certificate or key that does not fit), and those of UpstreamEngines::start.
    /// Blocks: @thread a thread of the caller's own, never network or audio.
    [[nodiscard]] static Result<std::unique_ptr<Service>> start(ServiceOptions options);

    /// With engines of the caller's own, which run already. Errors: those of `start` but speechModelMissing.
    [[nodiscard]] static Result<std::unique_ptr<Service>> startWith(ServiceOptions options,
                                                                    std::unique_ptr<EngineRunner> engines);

    /// Closes every session; waits at most a second, and for the ten seconds of speech that the recogniser may be at
    /// (about two more).
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] const Secret& key() const noexcept;
    /// ws://127.0.0.1:PORT/v1/realtime, or with wss:// and another address.
    [[nodiscard]] std::string url() const;
    /// http://127.0.0.1:PORT/v1, for what wants a base URL.
    [[nodiscard]] std::string baseUrl() const;

private:
    class Server;
    explicit Service(std::unique_ptr<Server> running);
    [[nodiscard]] std::string urlWith(const std::string& scheme) const;
    std::unique_ptr<Server> server;
};

} // namespace parley::service
