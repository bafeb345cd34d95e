// SPDX-License-Identifier: Apache-2.0
// Names to addresses without a blocking call: c-ares, its sockets and timers watched by our io_context.
#pragma once

#include "Base/Result.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <memory>
#include <string>
#include <vector>

namespace parley::net
{

using Addresses = std::vector<boost::asio::ip::address>;

/// One look-up. Numeric addresses and "localhost" are answered without asking anybody.
/// @thread network
class NameResolver
{
public:
    /// `nameServers`: comma-separated address[:port]; empty for the system's.
    NameResolver(boost::asio::any_io_executor executor, std::string nameServers);
    ~NameResolver();
    NameResolver(const NameResolver&) = delete;
    NameResolver& operator=(const NameResolver&) = delete;

    /// IPv4 addresses first, then IPv6. Has no limit of its own: `cancel` ends it with what is known by then.
    [[nodiscard]] boost::asio::awaitable<Result<Addresses>> resolve(std::string host);
    void cancel();

private:
    class Query;
    boost::asio::any_io_executor executor;
    std::string nameServers;
    std::shared_ptr<Query> query;
};

} // namespace parley::net
