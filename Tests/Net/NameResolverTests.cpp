// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/NameResolver.h"
#include "Support/NameServer.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <optional>

using namespace parley;
using namespace parley::test;
using Kind = NameReply::Kind;

namespace
{

/// Runs one look-up to its end; cancelled after `limit` when there is one.
Result<net::Addresses> lookUp(const std::string& host, const std::string& nameServers,
                              std::optional<std::chrono::milliseconds> limit = {})
{
    boost::asio::io_context io;
    net::NameResolver resolver(io.get_executor(), nameServers);
    std::optional<Result<net::Addresses>> outcome;
    const auto keep = [&]() -> boost::asio::awaitable<void> { outcome = co_await resolver.resolve(host); };
    boost::asio::co_spawn(io, keep(), boost::asio::detached);
    if (limit)
    {
        io.run_for(*limit);
        resolver.cancel();
    }
    io.run_for(std::chrono::seconds(30));
    REQUIRE(outcome);
    return *outcome;
}

std::vector<std::string> textOf(const Result<net::Addresses>& found)
{
    std::vector<std::string> all;
    if (found)
        for (const auto& address : found.value())
            all.push_back(address.to_string());
    return all;
}

} // namespace

TEST_CASE("numbers and localhost are addresses without a question")
{
    CHECK(textOf(lookUp("127.0.0.1", "192.0.2.1")) == std::vector<std::string>{"127.0.0.1"});
    CHECK(textOf(lookUp("::1", "192.0.2.1")) == std::vector<std::string>{"::1"});
    CHECK(textOf(lookUp("localhost", "192.0.2.1")) == std::vector<std::string>{"127.0.0.1", "::1"});
}

TEST_CASE("a name with both kinds of address gives IPv4 first")
{
    const NameServer server({Kind::address, "192.0.2.7"}, {Kind::address, "2001:db8::7"});
    CHECK(textOf(lookUp("service.example", server.address())) == std::vector<std::string>{"192.0.2.7", "2001:db8::7"});
}

TEST_CASE("an IPv6 answer that never comes does not hold up the IPv4 one")
{
    const NameServer server({Kind::address, "192.0.2.7"});
    CHECK(textOf(lookUp("service.example", server.address())) == std::vector<std::string>{"192.0.2.7"});
}

TEST_CASE("a name with IPv6 only is found")
{
    const NameServer server({Kind::noData}, {Kind::address, "2001:db8::7"});
    CHECK(textOf(lookUp("service.example", server.address())) == std::vector<std::string>{"2001:db8::7"});
}

TEST_CASE("a name that does not exist is an error that names it")
{
    const NameServer server({Kind::noSuchName}, {Kind::noSuchName});
    const auto found = lookUp("service.example", server.address());
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::dnsFailed);
    CHECK(found.error().message ==
          "The host \"service.example\" was not found: check the address and the network connection.");
}

TEST_CASE("a look-up that is cancelled ends at once")
{
    const NameServer server({});
    const auto found = lookUp("service.example", server.address(), std::chrono::milliseconds(20));
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::dnsFailed);
}
