// SPDX-License-Identifier: Apache-2.0
#include "Bridge/VoiceBridge.h"
#include "Support/RecordedSpeech.h"
#include "Support/Skip.h"
#include "Support/SoundCard.h"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

using namespace parley;
using namespace parley::bridge;
using parley::test::countSounding;
using parley::test::SoundCard;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

/// Makes the local provider start the program that was built with these tests.
void useBuiltService()
{
    ::setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
}

/// The helper processes of this one.
std::vector<pid_t> children()
{
    std::vector<pid_t> found;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
    {
        std::ifstream list(task.path() / "children");
        for (pid_t child = 0; list >> child;)
            found.push_back(child);
    }
    return found;
}

} // namespace

TEST_CASE("speech goes in, and the agent's spoken answer comes out")
{
    const auto command = test::recordedSpeech("goforward.raw");
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    useBuiltService();
    VoiceBridge bridge;
    SoundCard card(bridge);
    std::atomic<bool> isFinished{false};
    std::atomic<int> errors{0};
    bridge.subscribe(
        [&](const realtime::Event& event)
        {
            if (std::holds_alternative<realtime::PlaybackFinished>(event))
                isFinished = true;
            if (std::holds_alternative<realtime::ErrorEvent>(event))
                ++errors;
        });
    ConnectSettings settings;
    settings.session.transcription = wire::Transcription{"whisper-1", std::nullopt, std::nullopt};
    bridge.connect(settings);
    REQUIRE(card.run({}, 20s, [&] { return bridge.status().state == realtime::ConnectionState::ready; }));
    CHECK(card.run(command, 30s, [&] { return isFinished.load(); }));
    CHECK(countSounding(card.heard) > 24000);
    CHECK(errors == 0);
    const auto lines = bridge.transcript();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].role == wire::Role::user);
    CHECK(lines[0].text.find("forward") != std::string::npos);
    CHECK(lines[1].role == wire::Role::assistant);
    CHECK(lines[1].text.find("forward") != std::string::npos);
    const auto counters = bridge.counters();
    CHECK(counters.captureFramesDropped == 0);
    CHECK(counters.earlyAudioSamplesDropped == 0);
}

TEST_CASE("a written line is answered with speech, and an interruption silences it")
{
    useBuiltService();
    VoiceBridge bridge;
    SoundCard card(bridge);
    std::atomic<bool> isInterrupted{false};
    bridge.subscribe([&](const realtime::Event& event)
                     { isInterrupted = isInterrupted || std::holds_alternative<realtime::AudioInterrupted>(event); });
    bridge.connect({});
    bridge.sendText("One two three four five six seven eight nine ten eleven twelve");
    REQUIRE(card.run({}, 20s, [&] { return countSounding(card.heard) > 4800; }));
    bridge.interrupt();
    REQUIRE(card.run({}, 10s, [&] { return isInterrupted.load(); }));
    card.heard.clear();
    CHECK_FALSE(card.run({}, 1s, [&] { return countSounding(card.heard) > 0; }));
}

TEST_CASE("a bridge that was never connected is silent and starts nothing")
{
    VoiceBridge bridge;
    SoundCard card(bridge);
    card.run({}, 1s, [&] { return card.heard.size() > 4800; });
    CHECK(countSounding(card.heard) == 0);
    CHECK(bridge.status().sentence == "Not connected.");
}

TEST_CASE("a helper that died is started again, and the agent remembers")
{
    useBuiltService();
    VoiceBridge bridge;
    SoundCard card(bridge);
    std::atomic<int> answers{0};
    std::atomic<int> reconnections{0};
    bridge.subscribe(
        [&](const realtime::Event& event)
        {
            answers += std::holds_alternative<realtime::TurnEnded>(event) ? 1 : 0;
            reconnections += std::holds_alternative<realtime::Reconnected>(event) ? 1 : 0;
        });
    ConnectSettings settings;
    settings.session.outputModality = wire::OutputModality::text;
    bridge.connect(settings);
    bridge.sendText("my name is Ada");
    REQUIRE(card.run({}, 20s, [&] { return answers == 1; }));
    const auto helpers = children();
    if (helpers.empty())
        PARLEY_SKIP("this kernel does not list child processes");
    const auto droppedBefore = bridge.counters().earlyAudioSamplesDropped;
    for (const auto helper : helpers)
        ::kill(helper, SIGKILL);
    REQUIRE(card.run({}, 30s, [&] { return reconnections == 1; }));
    bridge.sendText("what is my name?");
    REQUIRE(card.run({}, 20s, [&] { return answers == 2; }));
    CHECK(bridge.transcript().back().text == "Your name is Ada.");
    CHECK(bridge.counters().earlyAudioSamplesDropped >= droppedBefore);
    CHECK(bridge.status().sentence == "Ready: speak, or write a line.");
}

TEST_CASE("a failed connection is told in words")
{
    VoiceBridge bridge;
    ConnectSettings settings;
    settings.provider.provider = Provider::custom;
    settings.provider.url = "ws://127.0.0.1:9/v1/realtime";
    bridge.connect(settings);
    SoundCard card(bridge);
    REQUIRE(card.run({}, 10s, [&] { return bridge.status().state == realtime::ConnectionState::failed; }));
    CHECK(bridge.status().sentence.find("127.0.0.1:9") != std::string::npos);
}

TEST_CASE("the helper that cannot be found or started is told in words, with what to do")
{
    VoiceBridge bridge;
    SoundCard card(bridge);
    const auto sentenceFor = [&](const char* program)
    {
        ::setenv("PARLEY_SERVICE", program, 1);
        bridge.connect({});
        card.run({}, 1s, [&] { return bridge.status().state == realtime::ConnectionState::connecting; });
        card.run({}, 20s, [&] { return bridge.status().state == realtime::ConnectionState::failed; });
        return bridge.status().sentence;
    };
    CHECK(sentenceFor("/nowhere/parley").find("PARLEY_SERVICE names /nowhere/parley") != std::string::npos);
    CHECK(sentenceFor("/bin/false").find("run `parley serve` by hand") != std::string::npos);
    useBuiltService();
}

TEST_CASE("a bridge can be destroyed while it connects, within a second")
{
    useBuiltService();
    const auto begin = Clock::now();
    {
        VoiceBridge bridge;
        ConnectSettings settings;
        settings.provider.provider = Provider::custom;
        // A documentation address (RFC 5737): nothing answers, so connecting hangs.
        settings.provider.url = "ws://192.0.2.1/v1/realtime";
        bridge.connect(settings);
    }
    CHECK(Clock::now() - begin < 1500ms);
}
