// SPDX-License-Identifier: GPL-3.0-or-later
#include "Base/Log.h"
#include "Plugin/OscRemote.h"
#include "Plugin/Track.h"
#include "Support/AgentStub.h"
#include "Support/SpeakingService.h"
#include "Support/TcpPeer.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

using namespace parley;
using namespace parley::plugin;
using namespace parley::tests;
using namespace std::chrono_literals;
using parley::net::OscMessage;
using parley::test::AgentStub;
using parley::test::SpeakingService;

namespace
{

/// Some port, in use until it is let go of.
std::unique_ptr<net::UdpSocket> takenPort()
{
    auto taken = net::UdpSocket::open(Executor::shared(), {}, [](std::span<const std::byte>) {});
    REQUIRE(taken);
    return std::move(taken).value();
}

/// What is logged while it lives.
class LogLines
{
public:
    LogLines()
    {
        setLogSink(
            [this](LogLevel, std::string_view text)
            {
                const std::lock_guard lock(guard);
                lines.emplace_back(text);
            });
    }
    ~LogLines() { setLogSink({}); }
    LogLines(const LogLines&) = delete;
    LogLines& operator=(const LogLines&) = delete;

    int count(const std::string& part) const
    {
        const std::lock_guard lock(guard);
        return static_cast<int>(std::count_if(
            lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; }));
    }

private:
    mutable std::mutex guard;
    std::vector<std::string> lines;
};

/// A console beside the plugin: hears what it tells, and tells it what to do.
class Console
{
public:
    Console()
    {
        auto opened = net::UdpSocket::open(Executor::shared(), {},
                                           [this](std::span<const std::byte> datagram)
                                           {
                                               auto messages = net::decodeOsc(datagram);
                                               const std::lock_guard lock(guard);
                                               for (auto& message : messages.value())
                                                   heard.push_back(std::move(message));
                                           });
        REQUIRE(opened);
        socket = std::move(opened).value();
    }

    /// Switches the plugin's OSC on, at a free port, towards this console.
    void joinTo(Track& track)
    {
        const auto freed = takenPort()->port();
        joinTo(track, freed);
    }

    void joinTo(Track& track, std::uint16_t chosenPort)
    {
        port = chosenPort;
        auto settings = track.instance->state().settings();
        settings.osc = {.isOn = true, .receivePort = port, .sendHost = "localhost", .sendPort = socket->port()};
        REQUIRE(track.instance->state().setSettings(settings));
        track.process();
        REQUIRE(becomesTrue([&] { return hasHeard("/parley/state"); }));
    }

    void tell(const OscMessage& message) { REQUIRE(socket->send("localhost", port, net::encodeOsc(message))); }
    void tell(const std::vector<std::byte>& bytes) { REQUIRE(socket->send("localhost", port, bytes)); }

    bool hasHeard(const std::string& address, const std::string& text = {})
    {
        const std::lock_guard lock(guard);
        for (const auto& message : heard)
            if (message.address == address &&
                (text.empty() || (message.text(0) != nullptr && *message.text(0) == text)))
                return true;
        return false;
    }

private:
    std::mutex guard;
    std::vector<OscMessage> heard;
    std::uint16_t port = 0;
    std::unique_ptr<net::UdpSocket> socket;
};

OscMessage with(const char* address, net::OscArgument argument)
{
    return {address, {std::move(argument)}};
}

} // namespace

TEST_CASE("OSC is off at first, and says so")
{
    Track track;
    track.process();
    CHECK(track.instance->osc().status().sentence == "OSC is off.");
}

TEST_CASE("a console connects, mutes, talks, interrupts, begins a new visit and disconnects")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    Console console;
    pointAt(*track.instance, service.url());
    console.joinTo(track);
    auto& values = track.instance->parameters();
    console.tell(OscMessage{"/parley/connect", {}});
    CHECK(track.isHeard());
    CHECK(values.connect.get());
    for (const auto& [address, parameter] : {std::pair{"/parley/mute", &values.mute},
                                             {"/parley/mute_agent", &values.muteAgent},
                                             {"/parley/talk", &values.talk}})
    {
        console.tell(with(address, std::int64_t{1}));
        CHECK(becomesTrue([&, &moved = *parameter] { return moved.get(); }));
        console.tell(with(address, false));
        CHECK(becomesTrue([&, &moved = *parameter] { return !moved.get(); }));
    }
    console.tell(with("/parley/new_visitor", 1.0F));
    CHECK(track.playUntil([&] { return service.connections() == 2; }));
    console.tell(with("/parley/new_visitor", 0.0F));
    console.tell(OscMessage{"/parley/disconnect", {}});
    CHECK(becomesTrue([&] { return !track.instance->control().isConnectWanted(); }));
    CHECK(service.connections() == 2);
    CHECK(track.instance->osc().refusedMessages() == 0);
}

TEST_CASE("a console hears the state, who speaks, the captions as they sound, and the level")
{
    AgentStub agent(std::vector<std::int16_t>(24000, 8000));
    Track track;
    Console console;
    pointAt(*track.instance, agent.url());
    console.joinTo(track);
    CHECK(console.hasHeard("/parley/state", "offline"));
    console.tell(OscMessage{"/parley/connect", {}});
    REQUIRE(track.playUntil([&] { return track.isConnected(); }));
    console.tell(with("/parley/text", std::string("Say something.")));
    CHECK(track.playUntil([&] { return console.hasHeard("/parley/state", "speaking"); }));
    CHECK(track.playUntil([&] { return console.hasHeard("/parley/level"); }));
    CHECK(console.hasHeard("/parley/agent", "Parley"));
    CHECK(track.playUntil([&] { return console.hasHeard("/parley/state", "listening"); }));
}

TEST_CASE("what is no message of ours, or too much of it, is refused and counted, and OSC goes on")
{
    Track track;
    Console console;
    console.joinTo(track);
    console.tell({std::byte{1}, std::byte{2}, std::byte{3}});
    console.tell(OscMessage{"/elsewhere", {}});
    console.tell(with("/parley/text", std::string()));
    console.tell(with("/parley/text", std::string(OscRemote::longestText + 1, 'x')));
    console.tell(with("/parley/mute", std::string("loud")));
    CHECK(becomesTrue([&] { return track.instance->osc().refusedMessages() == 5; }));
    for (int message = 0; message < OscRemote::mostMessagesPerSecond + 50; ++message)
        console.tell(OscMessage{"/parley/interrupt", {}});
    CHECK(becomesTrue([&] { return track.instance->osc().refusedMessages() > 5; }));
}

TEST_CASE("an address that is no address is told in a sentence")
{
    Track track;
    auto settings = track.instance->state().settings();
    settings.osc = {.isOn = true, .receivePort = test::unusedPort(), .sendHost = "light.local"};
    REQUIRE(track.instance->state().setSettings(settings));
    track.process();
    CHECK(
        becomesTrue([&] { return track.instance->osc().status().sentence.find("light.local") != std::string::npos; }));
    CHECK(track.instance->osc().status().hasFailed);
    settings.osc.sendHost = "127.0.0.1";
    REQUIRE(track.instance->state().setSettings(settings));
    CHECK(becomesTrue([&] { return !track.instance->osc().status().hasFailed; }));
}

TEST_CASE("a taken port is told once in a sentence and in the log, and the agent's state is sent all the same")
{
    const LogLines logged;
    const auto taken = takenPort();
    Track track;
    Console console;
    console.joinTo(track, taken->port());
    const auto status = track.instance->osc().status();
    CHECK(status.hasFailed);
    CHECK(status.sentence.find(std::to_string(taken->port())) != std::string::npos);
    const auto retried = std::chrono::steady_clock::now() + OscRemote::retryInterval + OscRemote::heartbeat;
    REQUIRE(becomesTrue([&] { return std::chrono::steady_clock::now() > retried; }));
    CHECK(logged.count("port " + std::to_string(taken->port()) + " cannot be used") == 1);
}

TEST_CASE("a port that becomes free is listened at without anybody's help")
{
    const LogLines logged;
    auto taken = takenPort();
    Track track;
    Console console;
    console.joinTo(track, taken->port());
    REQUIRE(track.instance->osc().status().hasFailed);
    taken.reset();
    CHECK(becomesTrue([&] { return !track.instance->osc().status().hasFailed; }));
    console.tell(with("/parley/mute", true));
    CHECK(becomesTrue([&] { return track.instance->parameters().mute.get(); }));
    CHECK(logged.count("OSC listens at port") == 1);
}

TEST_CASE("another address to send to takes effect at once, at the same port")
{
    Track track;
    Console first;
    first.joinTo(track);
    Console second;
    second.joinTo(track, static_cast<std::uint16_t>(track.instance->state().settings().osc.receivePort));
    CHECK_FALSE(track.instance->osc().status().hasFailed);
    second.tell(with("/parley/mute", true));
    CHECK(becomesTrue([&] { return track.instance->parameters().mute.get(); }));
}
