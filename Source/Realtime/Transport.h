// SPDX-License-Identifier: Apache-2.0
// What carries frames between a session and its service. The real one is a WebSocket; tests bring their own.
#pragma once

#include "Base/Error.h"
#include "Base/Result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace parley::realtime
{

/// @thread network, all of it; the handlers too, and never from inside open, send or close
class Transport
{
public:
    struct Handlers
    {
        std::function<void()> onOpen;
        std::function<void(std::string_view text)> onText;
        std::function<void(const Error&)> onClosed; ///< Once, last. Code `cancelled` when this side closed.
    };

    Transport() = default;
    virtual ~Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    virtual void open(Handlers handlers) = 0;
    /// False when the frame was not taken: not open, or too much waits to be sent.
    [[nodiscard]] virtual bool send(std::string text) = 0;
    virtual void close() = 0;
};

/// Takes the transport of one attempt to connect, or why there is none. Called once, from the network thread or the
/// pool, at once or later.
using TransportReady = std::function<void(Result<std::unique_ptr<Transport>>)>;

/// Makes a transport for each attempt, for an attempt may need a fresh key or another address. Must return at once:
/// what may block goes to the pool. An answer that comes when nobody waits for it any more is dropped.
/// @thread network
using TransportFactory = std::function<void(TransportReady ready)>;

} // namespace parley::realtime
