// SPDX-License-Identifier: Apache-2.0
// A name server on 127.0.0.1 (UDP) for one name, with a chosen answer to each kind of question.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include <cstdint>
#include <string>
#include <thread>

namespace parley::test
{

struct NameReply
{
    enum class Kind
    {
        silence,
        noSuchName,
        noData,
        address
    };
    Kind kind = Kind::silence;
    std::string address{}; ///< For Kind::address.
};

class NameServer
{
public:
    /// Both kinds of question stay unanswered unless a reply is given.
    explicit NameServer(NameReply toIPv4, NameReply toIPv6 = {});
    ~NameServer();
    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;

    /// "127.0.0.1:port".
    [[nodiscard]] std::string address() const;

private:
    void answerAll();
    [[nodiscard]] std::string answerTo(const std::string& question) const;

    NameReply ipv4;
    NameReply ipv6;
    boost::asio::io_context io;
    boost::asio::ip::udp::socket socket;
    std::uint16_t port;
    std::thread answering;
};

} // namespace parley::test
