// SPDX-License-Identifier: Apache-2.0
#include "Service/Service.h"
#include "Support/ServiceClient.h"
#include "Support/StubEngines.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace
{

namespace asio = boost::asio;

constexpr auto* target = "/v1/realtime?model=gpt-realtime";

std::unique_ptr<Service> startWith(ServiceOptions options)
{
    options.key = Secret("test-key-of-service");
    return Service::startWith(std::move(options), test::startStubEngines()).value();
}

std::unique_ptr<Service> startWithFaults(const std::string& faults)
{
    ServiceOptions options;
    options.faults = FaultPlan::parse(faults).value();
    return startWith(std::move(options));
}

ServiceClient::Headers withKey()
{
    return {{"Authorization", "Bearer test-key-of-service"}};
}

/// The bytes of a session as they come.
class RawSession
{
public:
    explicit RawSession(std::uint16_t port, const std::string& extensions = "")
        : socket(context)
    {
        socket.connect({asio::ip::address_v4::loopback(), port});
        const auto request = "GET " + std::string(target) +
                             " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                             "Authorization: Bearer test-key-of-service\r\n" +
                             extensions + "\r\n";
        asio::write(socket, asio::buffer(request));
        const auto size = asio::read_until(socket, asio::dynamic_buffer(bytes), "\r\n\r\n");
        head = bytes.substr(0, size);
        bytes.erase(0, size);
    }

    /// A frame's first byte and its payload.
    std::pair<int, std::string> readFrame()
    {
        need(4);
        const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
        const auto first = static_cast<int>(at(0));
        std::size_t header = 2;
        auto size = at(1);
        if (size == 126)
        {
            header = 4;
            size = at(2) << 8U | at(3);
        }
        need(header + size);
        auto payload = bytes.substr(header, size);
        bytes.erase(0, header + size);
        return {first, payload};
    }

    /// Under a mask of zeros.
    void sendText(const std::string& text)
    {
        REQUIRE(text.size() < 126);
        std::string frame = {'\x81', static_cast<char>(0x80U | text.size()), 0, 0, 0, 0};
        asio::write(socket, asio::buffer(frame + text));
    }

    /// How much has come with the latest read, beyond what was taken.
    [[nodiscard]] std::size_t unread() const { return bytes.size(); }

    std::string head;

private:
    void need(std::size_t size)
    {
        while (bytes.size() < size)
        {
            std::array<char, 65536> more{};
            const auto count = socket.read_some(asio::buffer(more));
            bytes.append(more.data(), count);
        }
    }

    asio::io_context context;
    asio::ip::tcp::socket socket;
    std::string bytes;
};

constexpr int wholeText = 0x81;
constexpr int compressedText = 0xC1;

} // namespace

TEST_CASE("a session is PINGed with four random bytes, and one that gives no sign of life is dropped")
{
    ServiceOptions options;
    options.idleLimit = 300ms;
    const auto service = startWith(options);
    std::vector<std::string> pings;
    for (int i = 0; i < 2; ++i)
    {
        ServiceClient client(service->port(), target, withKey());
        REQUIRE(client.receive().has_value());
        pings.push_back(client.awaitPing().value_or(""));
        CHECK(pings.back().size() == 4);
    }
    CHECK(pings[0] != pings[1]);
    RawSession silent(service->port());
    std::string kinds;
    CHECK_THROWS(
        [&]
        {
            for (;;)
                kinds += silent.readFrame().first == 0x89 ? 'p' : 't';
        }());
    CHECK(kinds.substr(0, 2) == "tp");
}

TEST_CASE("messages are compressed for a client that offers it, but not speech")
{
    const auto service = startWith({});
    RawSession plain(service->port());
    CHECK(plain.head.find("permessage-deflate") == std::string::npos);
    CHECK(plain.readFrame().first == wholeText);

    RawSession offering(service->port(), "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    CHECK(offering.head.find("permessage-deflate") != std::string::npos);
    const auto created = offering.readFrame();
    CHECK(created.first == compressedText);
    CHECK(created.second.find("session.created") == std::string::npos);
    offering.sendText(R"({"type":"response.create"})");
    std::string frame;
    while (frame.find("response.output_audio.delta\"") == std::string::npos)
        frame = offering.readFrame().second;
}

TEST_CASE("a plan's split cuts messages into frames that make up the whole")
{
    const auto service = startWithFaults("split=1,seed=3");
    RawSession raw(service->port());
    auto [first, text] = raw.readFrame();
    CHECK(first == 0x01);
    while (first != 0x80)
    {
        std::string more;
        std::tie(first, more) = raw.readFrame();
        CHECK((first == 0x00 || first == 0x80));
        text += more;
    }
    CHECK(Json::parse(text).at("type") == "session.created");
}

TEST_CASE("a plan's coalescing lets messages come together")
{
    const auto service = startWithFaults("coalesce=200");
    RawSession raw(service->port());
    CHECK(Json::parse(raw.readFrame().second).at("type") == "session.created");
    raw.sendText(R"({"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}})");
    CHECK(Json::parse(raw.readFrame().second).at("type") == "conversation.item.added");
    CHECK(raw.unread() > 0);
    CHECK(Json::parse(raw.readFrame().second).at("type") == "conversation.item.done");
}

TEST_CASE("a plan may leave PINGs of the client without an answer")
{
    const auto pongsOf = [](const Service& service)
    {
        ServiceClient client(service.port(), target, withKey());
        REQUIRE(client.receive().has_value());
        client.sendPing();
        client.sendText("no JSON");
        REQUIRE_FALSE(client.await("error").is_null());
        return client.pongs;
    };
    CHECK(pongsOf(*startWith({})) == 1);
    CHECK(pongsOf(*startWithFaults("nopong")) == 0);
}
