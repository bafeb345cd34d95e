// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/OscRemote.h"
#include "Plugin/Track.h"
#include "Support/AgentStub.h"
#include "Support/SpeakingService.h"
#include "Support/TcpPeer.h"

#include <catch2/catch.hpp>

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
        {
            auto free = net::UdpSocket::open(Executor::shared(), {}, [](std::span<const std::byte>) {});
            REQUIRE(free);
            port = free.value()->port();
        }
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
}
