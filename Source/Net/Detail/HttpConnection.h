// SPDX-License-Identifier: Apache-2.0
// A connection that carries one HTTP exchange after the other.
#pragma once

#include "Base/Detail/ExecutorDetail.h"
#include "Net/Detail/Dialer.h"
#include "Net/Detail/Transport.h"

#include <chrono>
#include <cstddef>
#include <functional>

namespace parley::net
{

/// @thread network
struct HttpConnection
{
    HttpConnection(Executor& executor, DialOptions options, std::chrono::milliseconds writeLimit)
        : transport(executor.detail().ioContext.get_executor(), writeLimit,
                    [this]
                    {
                        if (onWriteStalled)
                            onWriteStalled();
                    })
        , dialer(executor, std::move(options), transport)
    {
    }
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    /// Ends what is under way.
    void close()
    {
        dialer.cancel();
        transport.close();
    }

    std::function<void()> onWriteStalled; ///< Of the exchange under way.
    Transport transport;
    Dialer dialer;
    bool isDialled = false;
    std::size_t exchanges = 0; ///< That it carried to their end.
};

} // namespace parley::net
