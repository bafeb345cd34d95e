// SPDX-License-Identifier: Apache-2.0
// One request and its answer over one connection. The only file of the HTTP client that sees Boost.Beast is its .cpp.
#pragma once

#include "Net/Detail/Deadline.h"
#include "Net/Detail/HttpConnection.h"
#include "Net/HttpCall.h"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string_view>

namespace parley::net
{

/// @thread network
class HttpExchange
{
public:
    using Outcome = std::optional<Error>; ///< Empty: it went well.

    struct Handlers
    {
        std::function<void(HttpHead&&)> onHead;
        std::function<bool(std::string_view)> onBody; ///< False: enough of it, the rest is not read.
    };

    /// All of them outlive the exchange.
    HttpExchange(HttpConnection& used, const HttpRequest& request, const HttpCallOptions& chosen, Handlers told);
    ~HttpExchange() { connection.onWriteStalled = nullptr; }
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    /// Connects if need be.
    [[nodiscard]] boost::asio::awaitable<Outcome> run();

    /// Something of the answer came.
    [[nodiscard]] bool isHeard() const noexcept { return heard; }
    /// The connection can carry another exchange.
    [[nodiscard]] bool isReusable() const noexcept { return reusable; }

private:
    struct Reading;

    void giveUp(Error why);
    [[nodiscard]] boost::asio::awaitable<Outcome> write();
    [[nodiscard]] boost::asio::awaitable<Outcome> read();
    [[nodiscard]] boost::asio::awaitable<Outcome> readHead(Reading& reading);
    [[nodiscard]] boost::asio::awaitable<Outcome> readBody(Reading& reading);

    HttpConnection& connection;
    const HttpRequest& asked;
    const HttpCallOptions& options;
    Handlers handlers;
    Deadline patience;
    Outcome failure; ///< Why it was given up; outranks what the socket then says.
    bool heard = false;
    bool reusable = false;
};

} // namespace parley::net
