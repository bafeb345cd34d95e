// SPDX-License-Identifier: Apache-2.0
// What carries frames between a session and its service. The real one is a WebSocket; tests bring their own.
#pragma once

#include "Base/Error.h"

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

} // namespace parley::realtime
