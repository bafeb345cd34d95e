// SPDX-License-Identifier: GPL-3.0-or-later
// When a plugin may reach out and when it must let go: B4, no side effects; B5, secrets; B9, removal; B10, neighbours.
#include "Plugin/CastDocument.h"
#include "Plugin/NamedService.h"
#include "Plugin/ProcessResources.h"
#include "Plugin/Track.h"
#include "Support/AgentStub.h"
#include "Support/SpeakingService.h"
#include "Support/TcpPeer.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

using namespace parley::plugin;
using namespace parley::test;
using namespace parley::tests;
using namespace std::chrono_literals;

namespace
{

/// A removal that waits for the other side would take far longer: that one never answers.
constexpr auto patience = 10s;

/// Removes the track on its own, and says whether it was gone in time.
bool isRemovedSoon(std::unique_ptr<Track> track)
{
    const auto begin = std::chrono::steady_clock::now();
    track.reset();
    return std::chrono::steady_clock::now() - begin < patience;
}

/// A service that lets itself be found and says nothing.
TcpPeer silentService()
{
    return TcpPeer([](TcpSocket& socket) { drain(socket); });
}

std::string urlOf(const TcpPeer& peer)
{
    return "ws://127.0.0.1:" + std::to_string(peer.port()) + "/v1/realtime";
}

/// This machine's settings for the length of a test.
class OnThisMachine
{
public:
    explicit OnThisMachine(const MachineSettings& settings)
    {
        REQUIRE(settings.save(folder.path() / "machine.json"));
        ::setenv("PARLEY_SETTINGS", (folder.path() / "machine.json").c_str(), 1);
    }
    ~OnThisMachine() { ::setenv("PARLEY_SETTINGS", "/nonexistent/machine.json", 1); }
    OnThisMachine(const OnThisMachine&) = delete;
    OnThisMachine& operator=(const OnThisMachine&) = delete;

private:
    TemporaryFolder folder;
};

} // namespace

TEST_CASE("B4: a host that restores Connect as it was connects nothing, and the switch goes down again")
{
    SpeakingService service({100ms, 100ms, 10});
    Track track;
    pointAt(*track.instance, service.url());
    auto& connect = track.instance->parameters().connect;
    connect.setValueNotifyingHost(1.0F);
    track.process();
    CHECK(becomesTrue([&] { return !connect.get(); }));
    CHECK_FALSE(track.instance->control().isConnectWanted());
    CHECK(service.connections() == 0);
}

TEST_CASE("B4: automation connects and disconnects once the host has played, without a window")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    pointAt(*track.instance, service.url());
    track.process();
    auto& connect = track.instance->parameters().connect;
    connect.setValueNotifyingHost(1.0F);
    CHECK(track.isHeard());
    CHECK(track.isConnected());
    connect.setValueNotifyingHost(0.0F);
    CHECK(track.playUntil([&] { return !track.isConnected(); }));
    CHECK(service.connections() == 1);
}

TEST_CASE("B4: a project that is opened puts all switches down that a host had put anywhere on the way")
{
    SpeakingService service({100ms, 100ms, 10});
    Track track;
    pointAt(*track.instance, service.url());
    track.process();
    const auto saved = stateOf(*track.instance);
    auto& values = track.instance->parameters();
    const std::vector<juce::AudioProcessorParameter*> switches{&values.connect, &values.talk, &values.interrupt,
                                                               &values.newVisitor};
    for (const float anywhere : {0.37F, 0.8F})
    {
        for (auto* one : switches)
            one->setValueNotifyingHost(anywhere);
        restore(*track.instance, saved);
        for (const auto* one : switches)
            CHECK(one->getValue() == 0.0F);
        CHECK(becomesTrue([&] { return !track.instance->control().isConnectWanted(); }));
    }
}

TEST_CASE("B4: a state that is restored in a session ends it no more than it begins one")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    pointAt(*track.instance, service.url());
    const auto saved = stateOf(*track.instance);
    track.process();
    track.instance->parameters().connect.setValueNotifyingHost(1.0F);
    CHECK(track.isHeard());
    const auto playOn = [&]
    {
        const auto end = std::chrono::steady_clock::now() + 2 * Trigger::holdOff;
        CHECK(track.playUntil([&] { return std::chrono::steady_clock::now() > end; }));
    };
    playOn();
    restore(*track.instance, saved);
    const juce::RangedAudioParameter& connect = track.instance->parameters().connect;
    CHECK(connect.getValue() == 1.0F);
    playOn();
    CHECK(track.isConnected());
    CHECK(service.connections() == 1);
}

TEST_CASE("B4: where this machine wants it, an opened project connects at its first realtime block, and no other")
{
    SpeakingService service({100ms, 50ms, 2000});
    Instance source;
    pointAt(*source, service.url());
    const auto saved = stateOf(*source);
    const OnThisMachine machine({.connectsOnLoad = true});
    Track fresh;
    pointAt(*fresh.instance, service.url());
    fresh.process();
    Instance opened;
    restore(*opened, saved);
    opened->prepareToPlay(48000.0, 480);
    CHECK_FALSE(opened->control().isConnectWanted());
    juce::AudioBuffer<float> buffer(2, 480);
    juce::MidiBuffer midi;
    opened->setNonRealtime(true);
    opened->processBlock(buffer, midi);
    CHECK_FALSE(opened->control().hasPlayed());
    opened->setNonRealtime(false);
    opened->processBlock(buffer, midi);
    CHECK(becomesTrue([&] { return opened->control().isConnectWanted(); }));
    CHECK(opened->parameters().connect.get());
    CHECK_FALSE(fresh.instance->control().isConnectWanted());
}

TEST_CASE("B4: a project with OSC in it opens no port before the host plays")
{
    const auto before = ProcessResources::now();
    Instance opened;
    restore(*opened, R"({"version":2,"osc":{"on":true,"receive_port":)" + std::to_string(unusedPort()) + "}}");
    opened->prepareToPlay(48000.0, 480);
    CHECK(ProcessResources::now().sockets == before.sockets);
    juce::AudioBuffer<float> buffer(2, 480);
    juce::MidiBuffer midi;
    opened->processBlock(buffer, midi);
    CHECK(becomesTrue([&] { return opened->osc().status().sentence.find("listens") != std::string::npos; }));
}

TEST_CASE("B5: no word of a key is in a state, whatever is looked for where")
{
    TemporaryFolder folder;
    const auto key = folder.write("key", "hunter22hunter22hunter22");
    const OnThisMachine machine({.keyFile = key.string()});
    ::setenv("OPENAI_API_KEY", "sk-hunter33hunter33hunter33", 1);
    SpeakingService service({100ms, 50ms, 20});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    const auto saved = stateOf(*track.instance);
    ::unsetenv("OPENAI_API_KEY");
    CHECK(saved.find("hunter") == std::string::npos);
    CHECK(saved.find(key.string()) == std::string::npos);
}

TEST_CASE("B9: an instance that is removed while it connects waits for no answer")
{
    const auto service = silentService();
    auto track = std::make_unique<Track>();
    track->connectTo(urlOf(service));
    CHECK(becomesTrue([&] { return track->instance->view().phase() == Phase::connecting; }));
    CHECK(isRemovedSoon(std::move(track)));
}

TEST_CASE("B9: an instance that is removed while the agent speaks waits for no end of the speech, window or not")
{
    SpeakingService service({100ms, 50ms, 2000});
    for (const bool hasWindow : {false, true})
    {
        auto track = std::make_unique<Track>();
        track->connectTo(service.url());
        REQUIRE(track->isHeard());
        if (hasWindow)
            track->instance.openEditor();
        CHECK(isRemovedSoon(std::move(track)));
    }
}

TEST_CASE("B9: what was said in an instance is gone with it, and the next one begins anew")
{
    SpeakingService service({100ms, 50ms, 2000});
    for (int time = 0; time < 3; ++time)
    {
        Track track;
        CHECK(track.instance->view().conversation().empty());
        track.connectTo(service.url());
        REQUIRE(track.isHeard());
    }
    CHECK(service.connections() == 3);
}

TEST_CASE("B10: two instances at once share no word, no setting and no port")
{
    SpeakingService loud({100ms, 50ms, 2000});
    Track first;
    Track second;
    first.connectTo(loud.url());
    REQUIRE(first.isHeard());
    CHECK(second.instance->view().phase() == Phase::offline);
    CHECK(second.instance->view().conversation().empty());
    const auto port = unusedPort();
    for (auto* track : {&first, &second})
    {
        auto settings = track->instance->state().settings();
        settings.osc = {.isOn = true, .receivePort = port};
        REQUIRE(track->instance->state().setSettings(settings));
        track->process();
        CHECK(becomesTrue([&] { return track->instance->osc().status().sentence != "OSC is off."; }));
    }
    // The one that came second says that the port is taken, and goes on.
    CHECK(first.instance->osc().status().sentence.find("listens") != std::string::npos);
    CHECK(second.instance->osc().status().sentence.find(std::to_string(port) + " cannot be used") != std::string::npos);
    second.process();
}

TEST_CASE("B10: fifty instances in one process play at once")
{
    std::vector<std::unique_ptr<Track>> tracks;
    for (int i = 0; i < 50; ++i)
        tracks.push_back(std::make_unique<Track>());
    for (int block = 0; block < 10; ++block)
        for (auto& track : tracks)
            track->process();
    for (auto& track : tracks)
        CHECK(track->isFinite);
}

TEST_CASE("a change of a parameter reaches the session under way, and nothing else of it changes")
{
    AgentStub agent(std::vector<std::int16_t>(2400));
    Track track;
    track.connectTo(agent.url());
    REQUIRE(track.playUntil([&] { return track.isConnected(); }));
    const auto updates = agent.count("session.update");
    auto& values = track.instance->parameters();
    values.speed.setValueNotifyingHost(values.speed.convertTo0to1(0.5F));
    CHECK(track.playUntil([&] { return agent.count("session.update") > updates; }));
    CHECK(agent.session()["audio"]["output"]["speed"].get<double>() == Approx(0.5));
    CHECK_FALSE(agent.session().contains("instructions"));
    CHECK(track.instance->control().changesForNextConnection().empty());
    auto settings = track.instance->state().settings();
    settings.cast.text = castdocument::ofOneAgent("Ada", "Be brief.", "");
    REQUIRE(track.instance->state().setSettings(settings));
    CHECK(track.instance->control().changesForNextConnection() == std::vector<std::string>{"agents"});
}

TEST_CASE("what is changed about an agent reaches the session under way; another cast waits for the next connection")
{
    AgentStub agent(std::vector<std::int16_t>(2400));
    Track track;
    auto settings = track.instance->state().settings();
    settings.cast.text = castdocument::ofOneAgent("Ada", "Be brief.", "");
    REQUIRE(track.instance->state().setSettings(settings));
    track.connectTo(agent.url());
    REQUIRE(track.playUntil([&] { return track.isConnected(); }));
    CHECK(agent.session()["instructions"] == "Be brief.");
    const auto updates = agent.count("session.update");
    settings = track.instance->state().settings();
    settings.cast.text = castdocument::withInstructions(settings.cast.text, "Ada", "Speak in verse.").value();
    REQUIRE(track.instance->state().setSettings(settings));
    CHECK(track.playUntil([&] { return agent.count("session.update") > updates; }));
    CHECK(agent.session()["instructions"] == "Speak in verse.");
    CHECK(track.instance->control().changesForNextConnection().empty());
    settings.cast.text = castdocument::ofOneAgent("Byron", "Speak in prose.", "");
    REQUIRE(track.instance->state().setSettings(settings));
    const auto end = juce::Time::getMillisecondCounter() + 300;
    track.playUntil([&] { return juce::Time::getMillisecondCounter() >= end; });
    CHECK(agent.count("session.update") == updates + 1);
    CHECK(track.instance->control().changesForNextConnection() == std::vector<std::string>{"agents"});
}

TEST_CASE("a project with a voice pipeline greets, answers and is heard, as one with a live session is")
{
    const NamedService built(PARLEY_COMMAND);
    Track track;
    auto settings = track.instance->state().settings();
    settings.pipeline.isOn = true;
    settings.cast.text =
        castdocument::withGreeting(castdocument::ofOneAgent("Ada", "Be short.", "marin"), "Ada", "Good morning.")
            .value();
    REQUIRE(track.instance->state().setSettings(settings));
    track.instance->control().connect();
    CHECK(track.isHeard());
    track.instance->control().sendText("say exactly Here I am.");
    const auto says = [&](const std::string& words)
    {
        return track.playUntil(
            [&]
            {
                const auto lines = track.instance->voiceBridge().transcript();
                return std::any_of(lines.begin(), lines.end(),
                                   [&](const auto& line) { return line.isFinal && line.text == words; });
            });
    };
    CHECK(says("Good morning."));
    CHECK(says("Here I am."));
    settings.pipeline.chatModel = "another";
    REQUIRE(track.instance->state().setSettings(settings));
    CHECK(track.instance->control().changesForNextConnection() == std::vector<std::string>{"pipeline"});
}

TEST_CASE("a new visitor begins a new conversation with what is set now, and nothing is left of the one before")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    REQUIRE(becomesTrue([&] { return !track.instance->view().conversation().empty(); }));
    track.instance->parameters().newVisitor.setValueNotifyingHost(1.0F);
    CHECK(track.playUntil([&] { return service.connections() == 2; }));
    CHECK(becomesTrue([&] { return !track.instance->parameters().newVisitor.get(); }));
    CHECK(track.isHeard());
    CHECK(track.instance->control().isConnectWanted());
}

TEST_CASE("the talk key ends the user's turn when it goes up, and one that a host restored is no word of the user's")
{
    AgentStub agent(std::vector<std::int16_t>(2400));
    Track track;
    auto& values = track.instance->parameters();
    values.turnMode.setValueNotifyingHost(values.turnMode.convertTo0to1(3));
    values.talk.setValueNotifyingHost(1.0F);
    track.connectTo(agent.url());
    REQUIRE(track.playUntil([&] { return track.isConnected(); }));
    for (int block = 0; block < 50; ++block)
        track.process();
    values.talk.setValueNotifyingHost(0.0F);
    track.process();
    values.talk.setValueNotifyingHost(1.0F);
    int blocks = 0;
    REQUIRE(track.playUntil([&] { return ++blocks > 50; }));
    CHECK(agent.count("input_audio_buffer.commit") == 0);
    values.talk.setValueNotifyingHost(0.0F);
    CHECK(track.playUntil([&] { return agent.count("input_audio_buffer.commit") == 1; }));
    CHECK(agent.session()["audio"]["input"]["turn_detection"].is_null());
}
