// SPDX-License-Identifier: Apache-2.0
#include "Service/Service.h"
#include "Support/Skip.h"
#include "Support/TcpPeer.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

namespace
{

/// A client that writes its bytes itself.
struct RawClient
{
    explicit RawClient(std::uint16_t port) { socket.connect({boost::asio::ip::address_v4::loopback(), port}); }

    /// All that comes until the service hangs up.
    std::string rest() { return test::readUntil(socket, std::string("\0never", 6)); }

    boost::asio::io_context context;
    test::TcpSocket socket{context};
};

std::string request(const std::string& line, const std::string& body = {}, const std::string& more = {})
{
    return line + "\r\nHost: localhost\r\nAuthorization: Bearer test-key-of-service\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
}

constexpr auto* spokenBody = R"({"model":"m","input":"Hi.","voice":"alloy","response_format":"pcm"})";

#define PARLEY_START(service)                                                                                          \
    const auto started = Service::start({0, Secret("test-key-of-service"), 4});                                        \
    if (!started)                                                                                                      \
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");                                                    \
    const auto& service = *started.value()

} // namespace

TEST_CASE("a connection is kept for the next request, after a streamed answer too")
{
    PARLEY_START(service);
    RawClient client(service.port());
    REQUIRE(test::writeAll(client.socket, request("POST /v1/audio/speech HTTP/1.1", spokenBody)));
    CHECK(test::readUntil(client.socket, "\r\n0\r\n\r\n").starts_with("HTTP/1.1 200"));
    REQUIRE(test::writeAll(client.socket, request("GET /v1/models HTTP/1.1", "", "Connection: close\r\n")));
    const auto second = client.rest();
    CHECK(second.starts_with("HTTP/1.1 200"));
    CHECK(second.find("gpt-realtime") != std::string::npos);
}

TEST_CASE("a client of HTTP/1.0 gets its speech without chunks, ended by the connection")
{
    PARLEY_START(service);
    RawClient client(service.port());
    REQUIRE(test::writeAll(client.socket, request("POST /v1/audio/speech HTTP/1.0", spokenBody)));
    const auto answer = client.rest();
    CHECK(answer.find(" 200 OK\r\n") != std::string::npos);
    CHECK(answer.find("chunked") == std::string::npos);
    CHECK(answer.size() > 10000);
}

TEST_CASE("a client that asks first is told to go on before it sends its body")
{
    PARLEY_START(service);
    RawClient client(service.port());
    const std::string body = spokenBody;
    auto head = request("POST /v1/audio/speech HTTP/1.1", body, "Expect: 100-continue\r\n");
    head.resize(head.size() - body.size());
    REQUIRE(test::writeAll(client.socket, head));
    CHECK(test::readUntil(client.socket, "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    REQUIRE(test::writeAll(client.socket, body));
    CHECK(test::readUntil(client.socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_CASE("a client without the key is turned away before it sends its body")
{
    PARLEY_START(service);
    RawClient client(service.port());
    REQUIRE(test::writeAll(client.socket, "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\n"
                                          "Content-Length: 20000000\r\nExpect: 100-continue\r\n\r\n"));
    CHECK(client.rest().starts_with("HTTP/1.1 401"));
}

TEST_CASE("a page may read that its body is too large for every endpoint")
{
    PARLEY_START(service);
    RawClient client(service.port());
    REQUIRE(test::writeAll(client.socket, "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\n"
                                          "Origin: http://localhost:5173\r\nContent-Length: 30000000\r\n\r\n"));
    const auto answer = client.rest();
    CHECK(answer.starts_with("HTTP/1.1 413"));
    CHECK(answer.find("Access-Control-Allow-Origin: http://localhost:5173\r\n") != std::string::npos);
}

TEST_CASE("a header that is too long, and what is no HTTP, end their connection and no other")
{
    PARLEY_START(service);
    RawClient greedy(service.port());
    REQUIRE(test::writeAll(greedy.socket, "GET /healthz HTTP/1.1\r\nX: " + std::string(20000, 'x') + "\r\n\r\n"));
    CHECK(greedy.rest().starts_with("HTTP/1.1 431"));
    RawClient stranger(service.port());
    REQUIRE(test::writeAll(stranger.socket, "hello?\r\n\r\n"));
    CHECK(stranger.rest().empty());
    RawClient modest(service.port());
    REQUIRE(test::writeAll(modest.socket, request("GET /healthz HTTP/1.1", "", "Connection: close\r\n")));
    CHECK(modest.rest().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a service that ends lets go of a client that waits for speech")
{
    auto started = Service::start({0, Secret("test-key-of-service"), 4});
    if (!started)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    auto service = std::move(started).value();
    RawClient client(service->port());
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "This is a rather long sentence. ";
    const auto body = R"({"model":"m","input":")" + text + R"(","voice":"alloy","response_format":"pcm"})";
    REQUIRE(test::writeAll(client.socket, request("POST /v1/audio/speech HTTP/1.1", body)));
    CHECK(test::readUntil(client.socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
    service.reset();
    CHECK_FALSE(client.rest().ends_with("\r\n0\r\n\r\n"));
}
