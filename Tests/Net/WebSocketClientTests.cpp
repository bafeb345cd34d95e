// SPDX-License-Identifier: Apache-2.0
#include "Net/WebSocketClient.h"
#include "Support/WebSocketPeer.h"
#include "Support/WebSocketProbe.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace
{

std::string addressOf(const TcpPeer& peer)
{
    return "ws://127.0.0.1:" + std::to_string(peer.port()) + "/v1/realtime?model=m";
}

/// Answers every message with the same.
void echo(TcpSocket& socket)
{
    WebSocketPeer peer(socket);
    for (;;)
        peer.write(peer.read());
}

std::string upgradeResponse(const std::string& request, const std::string& moreHeaders = {})
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + moreHeaders +
           "Sec-WebSocket-Accept: " + acceptFor(request) + "\r\n\r\n";
}

/// A text message of the service, as it stands on the wire; for texts from 126 to 65535 bytes.
std::string textFrame(const std::string& text)
{
    const auto high = static_cast<char>(text.size() >> 8U);
    const auto low = static_cast<char>(text.size() & 0xFFU);
    return std::string("\x81\x7e") + high + low + text;
}

} // namespace

TEST_CASE("the upgrade names Parley and the target, carries the caller's headers and never OpenAI-Beta")
{
    std::promise<std::vector<std::optional<std::string>>> seen;
    std::promise<std::string> target;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            target.set_value(peer.target());
            seen.set_value({peer.header("User-Agent"), peer.header("Authorization"), peer.header("OpenAI-Beta"),
                            peer.header("Sec-WebSocket-Extensions")});
            peer.readToEnd();
        });
    auto options = optionsFor(addressOf(server));
    options.headers = {{"Authorization", "Bearer abc"}, {"openai-beta", "realtime=v1"}};
    WebSocketProbe probe(options);
    REQUIRE(probe.waitUntilOpen());
    CHECK(target.get_future().get() == "/v1/realtime?model=m");
    const auto headers = seen.get_future().get();
    CHECK(headers[0].value_or("").rfind("Parley/", 0) == 0);
    CHECK(headers[1] == "Bearer abc");
    CHECK_FALSE(headers[2].has_value());
    CHECK_FALSE(headers[3].has_value());
}

TEST_CASE("messages arrive in the order they were sent, both ways")
{
    TcpPeer server(echo);
    WebSocketProbe probe(optionsFor(addressOf(server)));
    REQUIRE(probe.waitUntilOpen());
    std::vector<std::string> sent;
    for (int i = 0; i < 200; ++i)
        sent.push_back("message " + std::to_string(i));
    probe.onNetwork(
        [&](net::WebSocketClient& client)
        {
            for (const auto& text : sent)
                CHECK(client.send(text));
        });
    CHECK(probe.waitForTexts(sent.size()) == sent);
    probe.onNetwork([](net::WebSocketClient& client) { CHECK(client.queuedBytes() == 0); });
}

TEST_CASE("a message of 16 MiB passes both ways")
{
    TcpPeer server(echo);
    WebSocketProbe probe(optionsFor(addressOf(server)));
    REQUIRE(probe.waitUntilOpen());
    std::string text(std::size_t{16} * 1024 * 1024, 'a');
    for (std::size_t i = 0; i < text.size(); i += 1000)
        text[i] = static_cast<char>('a' + (i / 1000) % 26);
    REQUIRE(probe.send(text));
    const auto texts = probe.waitForTexts(1);
    REQUIRE(texts.size() == 1);
    CHECK((texts.front() == text));
}

TEST_CASE("a fragmented message arrives as one")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            peer.writeFragments({"one ", "", "message", " in parts"});
            peer.readToEnd();
        });
    WebSocketProbe probe(optionsFor(addressOf(server)));
    CHECK(probe.waitForTexts(1) == std::vector<std::string>{"one message in parts"});
}

TEST_CASE("messages that come with a long upgrade response are not lost")
{
    const std::string first(3000, 'x');
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            const auto request = readUntil(socket, "\r\n\r\n");
            const auto cookie = "Set-Cookie: " + std::string(2000, 'c') + "\r\n";
            writeAll(socket, upgradeResponse(request, cookie) + textFrame(first) + textFrame(first));
            drain(socket);
        });
    WebSocketProbe probe(optionsFor(addressOf(server)));
    CHECK(probe.waitForTexts(2) == std::vector<std::string>{first, first});
}

TEST_CASE("the service's PING is answered with its payload")
{
    std::promise<std::vector<std::string>> controls;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            peer.ping("beat");
            peer.write("now answer");
            peer.read();
            controls.set_value(peer.controlFrames());
        });
    WebSocketProbe probe(optionsFor(addressOf(server)));
    REQUIRE(probe.waitForTexts(1).size() == 1);
    REQUIRE(probe.send("done"));
    CHECK(controls.get_future().get() == std::vector<std::string>{"pong:beat"});
}

TEST_CASE("a silent service is asked with PING and its PONG keeps the connection")
{
    std::promise<void> pingedThrice;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            peer.whenPinged(
                [&](std::size_t count)
                {
                    if (count == 3)
                        pingedThrice.set_value();
                });
            peer.readToEnd();
        });
    auto options = optionsFor(addressOf(server));
    options.deadlines.pingInterval = 30ms;
    WebSocketProbe probe(options);
    // The next PING is sent only when the one before it was answered.
    CHECK(pingedThrice.get_future().wait_for(WebSocketProbe::patience) == std::future_status::ready);
    CHECK_FALSE(probe.hasClosed());
}

TEST_CASE("a peer that no longer answers is given up after the PONG is overdue")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            writeAll(socket, upgradeResponse(readUntil(socket, "\r\n\r\n")));
            drain(socket);
        });
    auto options = optionsFor(addressOf(server));
    options.deadlines.pingInterval = 50ms;
    options.deadlines.pongTimeout = 50ms;
    WebSocketProbe probe(options);
    REQUIRE(probe.waitUntilOpen());
    const auto info = probe.waitUntilClosed();
    REQUIRE(info);
    CHECK(info->error.code == ErrorCode::timeout);
    CHECK(info->error.where == "ping");
}

TEST_CASE("a full queue refuses the message and counts it")
{
    TcpPeer server(echo);
    auto options = optionsFor(addressOf(server));
    options.maxQueuedBytes = 1000;
    WebSocketProbe probe(options);
    CHECK_FALSE(WebSocketProbe(optionsFor("ws://127.0.0.1:9")).send("not open"));
    REQUIRE(probe.waitUntilOpen());
    probe.onNetwork(
        [](net::WebSocketClient& client)
        {
            CHECK(client.send(std::string(600, 'a')));
            CHECK(client.queuedBytes() == 600);
            CHECK_FALSE(client.send(std::string(401, 'b')));
            CHECK(client.send(std::string(400, 'c')));
            CHECK(client.refusedMessages() == 1);
        });
    const auto texts = probe.waitForTexts(2);
    REQUIRE(texts.size() == 2);
    CHECK(texts[1] == std::string(400, 'c'));
}

TEST_CASE("closing sends what is queued, then the code, and ends as cancelled")
{
    std::promise<std::string> last;
    std::promise<std::uint16_t> code;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            last.set_value(peer.read());
            code.set_value(peer.readToEnd());
        });
    WebSocketProbe probe(optionsFor(addressOf(server)));
    REQUIRE(probe.waitUntilOpen());
    probe.onNetwork(
        [&](net::WebSocketClient& client)
        {
            CHECK(client.send("last words"));
            client.close(1000, "done");
            CHECK_FALSE(client.send("too late"));
            CHECK_FALSE(probe.hasClosed());
        });
    const auto info = probe.waitUntilClosed();
    REQUIRE(info);
    CHECK(info->error.code == ErrorCode::cancelled);
    CHECK(last.get_future().get() == "last words");
    CHECK(code.get_future().get() == 1000);
}

TEST_CASE("closing while connecting ends as cancelled")
{
    TcpPeer server(drain);
    WebSocketProbe probe(optionsFor(addressOf(server)));
    probe.close();
    const auto info = probe.waitUntilClosed();
    REQUIRE(info);
    CHECK(info->error.code == ErrorCode::cancelled);
}

TEST_CASE("a client destroyed while connecting is gone at once and tells nothing")
{
    for (const std::string scheme : {"ws", "wss"})
    {
        TcpPeer server(drain);
        WebSocketProbe probe(optionsFor(scheme + "://127.0.0.1:" + std::to_string(server.port()) + "/"));
        const auto start = std::chrono::steady_clock::now();
        probe.destroy();
        CHECK(std::chrono::steady_clock::now() - start < 5s);
        CHECK_FALSE(probe.hasClosed());
    }
}

TEST_CASE("a client may be destroyed inside its own handler")
{
    std::promise<void> ended;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            peer.read();
            peer.write("destroy now");
            peer.write("never seen");
            peer.readToEnd();
            ended.set_value();
        });
    WebSocketProbe probe(optionsFor(addressOf(server)));
    REQUIRE(probe.waitUntilOpen());
    probe.destroyInsideHandlers();
    probe.onNetwork([](net::WebSocketClient& client) { CHECK(client.send("go")); });
    CHECK(probe.waitForTexts(1) == std::vector<std::string>{"destroy now"});
    CHECK(ended.get_future().wait_for(WebSocketProbe::patience) == std::future_status::ready);
    CHECK_FALSE(probe.hasClosed());
}

TEST_CASE("the last user of the executor may be a client that is still connecting")
{
    TcpPeer server(drain);
    std::weak_ptr<Executor> watch;
    {
        WebSocketProbe probe(optionsFor(addressOf(server)));
        watch = Executor::shared();
    }
    CHECK(watch.expired());
}
