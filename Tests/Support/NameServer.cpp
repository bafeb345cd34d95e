// SPDX-License-Identifier: Apache-2.0
#include "Support/NameServer.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>

#include <array>

namespace parley::test
{
namespace
{

namespace asio = boost::asio;
using Udp = asio::ip::udp;
using namespace std::string_literals;

constexpr std::size_t headerBytes = 12; ///< RFC 1035, 4.1.1.
constexpr char typeAaaa = 28;

/// The end of the question section: labels up to an empty one, then type and class.
std::size_t endOfQuestion(const std::string& message)
{
    auto at = headerBytes;
    while (message.at(at) != 0)
        at += static_cast<std::size_t>(message[at]) + 1;
    return at + 5;
}

std::string bytesOf(const std::string& address)
{
    const auto parsed = asio::ip::make_address(address);
    if (parsed.is_v4())
    {
        const auto bytes = parsed.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    const auto bytes = parsed.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

} // namespace

NameServer::NameServer(NameReply toIPv4, NameReply toIPv6)
    : ipv4(std::move(toIPv4))
    , ipv6(std::move(toIPv6))
    , socket(io, Udp::endpoint(asio::ip::address_v4::loopback(), 0))
    , port(socket.local_endpoint().port())
    , answering([this] { answerAll(); })
{
}

NameServer::~NameServer()
{
    // An empty datagram from ourselves ends the thread, which alone touches the socket while it runs.
    asio::io_context own;
    Udp::socket sender(own, Udp::v4());
    sender.send_to(asio::const_buffer(), Udp::endpoint(asio::ip::address_v4::loopback(), port));
    answering.join();
}

std::string NameServer::address() const
{
    return "127.0.0.1:" + std::to_string(port);
}

void NameServer::answerAll()
{
    for (;;)
    {
        std::array<char, 2048> bytes{};
        Udp::endpoint from;
        boost::system::error_code ignored;
        const auto size = socket.receive_from(asio::buffer(bytes), from, 0, ignored);
        if (size == 0)
            return;
        const auto answer = answerTo({bytes.data(), size});
        if (!answer.empty())
            socket.send_to(asio::buffer(answer), from, 0, ignored);
    }
}

std::string NameServer::answerTo(const std::string& question) const
{
    const auto end = endOfQuestion(question);
    const bool isIPv6 = question.at(end - 3) == typeAaaa;
    const auto& reply = isIPv6 ? ipv6 : ipv4;
    if (reply.kind == NameReply::Kind::silence)
        return {};
    const bool hasAddress = reply.kind == NameReply::Kind::address;
    const auto code = reply.kind == NameReply::Kind::noSuchName ? '\x83' : '\x80';
    auto answer = question.substr(0, 2) + '\x81' + code + "\0\1\0"s + (hasAddress ? '\1' : '\0') + "\0\0\0\0"s +
                  question.substr(headerBytes, end - headerBytes);
    if (hasAddress)
    {
        const auto address = bytesOf(reply.address);
        answer +=
            "\xc0\x0c\0"s + question.at(end - 3) + "\0\1\0\0\0\x3c\0"s + static_cast<char>(address.size()) + address;
    }
    return answer;
}

} // namespace parley::test
