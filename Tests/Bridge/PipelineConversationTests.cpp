// SPDX-License-Identifier: Apache-2.0
// A voice pipeline behind a bridge: the same capture, playout and events as a live session.
#include "Bridge/VoiceBridge.h"
#include "Support/RecordedSpeech.h"
#include "Support/Skip.h"
#include "Support/SoundCard.h"
#include "Support/StreamingPeer.h"
#include "Voice/SimpleWorkflow.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <cstdlib>
#include <mutex>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;
using realtime::ConnectionState;

namespace
{

/// A bridge with a pipeline to the local service behind it, called as by a sound card.
class Talk
{
public:
    explicit Talk(std::shared_ptr<voice::Workflow> workflow = echo())
    {
        ::setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
        settings.pipeline.emplace();
        settings.pipeline->workflow = std::move(workflow);
        bridge.subscribe(
            [this](const realtime::Event& event)
            {
                const std::scoped_lock lock(mutex);
                events.push_back(event);
            });
    }

    static std::shared_ptr<voice::Workflow> echo()
    {
        return std::make_shared<voice::SimpleWorkflow>([](const std::string& said) { return "You said: " + said; });
    }
    static std::shared_ptr<voice::Workflow> talkative()
    {
        return std::make_shared<voice::SimpleWorkflow>(
            [](const std::string&) -> voice::TextStream
            {
                for (int i = 0; i < 30; ++i)
                    co_yield "One two three four five six seven. ";
            });
    }

    bool connect()
    {
        bridge.connect(settings);
        return card.run({}, 20s, [&] { return bridge.status().state == ConnectionState::ready; });
    }
    template <typename Kind>
    std::vector<Kind> all() const
    {
        const std::scoped_lock lock(mutex);
        std::vector<Kind> found;
        for (const auto& event : events)
            if (const auto* one = std::get_if<Kind>(&event))
                found.push_back(*one);
        return found;
    }
    template <typename Kind>
    bool awaitOne(std::size_t count = 1, std::span<const float> input = {})
    {
        return card.run(input, 30s, [&] { return all<Kind>().size() >= count; });
    }

    ConnectSettings settings;
    VoiceBridge bridge;
    SoundCard card{bridge};

private:
    mutable std::mutex mutex;
    std::vector<realtime::Event> events;
};

} // namespace

TEST_CASE("in pipeline mode speech goes in, and the workflow's spoken answer comes out")
{
    const auto command = recordedSpeech("goforward.raw");
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    Talk talk;
    REQUIRE(talk.connect());
    REQUIRE(talk.awaitOne<realtime::PlaybackFinished>(1, command));
    CHECK(countSounding(talk.card.heard) > 24000);
    CHECK(talk.all<realtime::ErrorEvent>().empty());
    const auto lines = talk.bridge.transcript();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].role == wire::Role::user);
    CHECK(lines[0].text.find("forward") != std::string::npos);
    CHECK(lines[1].text == "You said: " + lines[0].text);
    CHECK(talk.all<realtime::TurnEnded>().at(0).status == "completed");
    // The words are told as they sound, and the delay is that from the end of the speech.
    std::string captions;
    for (const auto& caption : talk.all<realtime::AnswerCaption>())
        captions += caption.text;
    CHECK(captions == lines[1].text);
    const auto latency = talk.all<realtime::LatencyMeasured>();
    REQUIRE(latency.size() == 1);
    REQUIRE(latency[0].endOfSpeechToAudible);
    CHECK(*latency[0].endOfSpeechToAudible > 0us);
    CHECK(talk.bridge.counters().captureFramesDropped == 0);
}

TEST_CASE("in pipeline mode the agent itself answers where no workflow is given, and greets first")
{
    Talk talk(nullptr);
    talk.settings.agent.greeting = "Good morning.";
    REQUIRE(talk.connect());
    talk.bridge.sendText("my name is Ada");
    talk.bridge.sendText("what is my name?");
    REQUIRE(talk.awaitOne<realtime::PlaybackFinished>(3));
    std::vector<std::string> texts;
    for (const auto& line : talk.bridge.transcript())
        if (line.role == wire::Role::assistant)
            texts.push_back(line.text);
    REQUIRE(texts.size() == 3);
    CHECK(texts[0] == "Good morning.");
    CHECK(texts[2] == "Your name is Ada.");
}

TEST_CASE("in pipeline mode another cast waits for the next connection, and that is said")
{
    const auto saying = [](const std::string& words)
    { return R"({"agents": [{"name": "Ada", "instructions": "Reply with exactly: )" + words + R"("}]})"; };
    Talk talk(nullptr);
    talk.settings.castText = saying("one");
    REQUIRE(talk.connect());
    REQUIRE(talk.bridge.updateCast(saying("two")));
    REQUIRE(talk.awaitOne<realtime::Warning>());
    CHECK(talk.all<realtime::Warning>()[0].error.message.find("connect again") != std::string::npos);
    talk.bridge.sendText("Well?");
    REQUIRE(talk.awaitOne<realtime::PlaybackFinished>());
    talk.bridge.newVisitor();
    REQUIRE(talk.card.run({}, 20s, [&] { return talk.bridge.status().state == ConnectionState::ready; }));
    talk.bridge.sendText("Well?");
    REQUIRE(talk.awaitOne<realtime::PlaybackFinished>(2));
    std::vector<std::string> texts;
    for (const auto& done : talk.all<realtime::AnswerDone>())
        texts.push_back(done.text);
    CHECK(texts == std::vector<std::string>{"one", "two"});
}

TEST_CASE("in pipeline mode speech during an answer stops it on this side, and is the next turn")
{
    const auto command = recordedSpeech("goforward.raw");
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    Talk talk(Talk::talkative());
    AudioSettings audio;
    audio.turns.localBargeIn = true;
    talk.bridge.setAudio(audio);
    REQUIRE(talk.connect());
    talk.bridge.sendText("speak");
    REQUIRE(talk.card.run({}, 20s, [&] { return countSounding(talk.card.heard) > 24000; }));
    REQUIRE(talk.awaitOne<realtime::TurnStarted>(2, command));
    const auto cut = talk.all<realtime::AudioInterrupted>();
    REQUIRE_FALSE(cut.empty());
    CHECK(cut[0].responseId == talk.all<realtime::TurnStarted>().at(0).responseId);
    CHECK(cut[0].heard > 500ms);
    const auto ended = talk.all<realtime::TurnEnded>();
    REQUIRE_FALSE(ended.empty());
    CHECK(ended[0].status == "cancelled");
    CHECK(talk.all<realtime::UserTranscriptCompleted>().back().transcript.find("forward") != std::string::npos);
}

TEST_CASE("in pipeline mode an interruption silences the answer, and no more of it is made")
{
    Talk talk(Talk::talkative());
    REQUIRE(talk.connect());
    talk.bridge.sendText("speak");
    REQUIRE(talk.card.run({}, 20s, [&] { return countSounding(talk.card.heard) > 4800; }));
    talk.bridge.interrupt();
    REQUIRE(talk.awaitOne<realtime::AudioInterrupted>());
    talk.card.heard.clear();
    CHECK_FALSE(talk.card.run({}, 1s, [&] { return countSounding(talk.card.heard) > 0; }));
    CHECK(talk.all<realtime::TurnEnded>().at(0).reason == "client_cancelled");
}

TEST_CASE("in pipeline mode the talk key and the turns found on this side end the user's turn")
{
    const auto command = recordedSpeech("goforward.raw");
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    Talk talk;
    AudioSettings audio;
    audio.turns.mode = TurnMode::local;
    talk.bridge.setAudio(audio);
    REQUIRE(talk.connect());
    REQUIRE(talk.awaitOne<realtime::TurnEnded>(1, command));
    // The same conversation goes on with the key.
    audio.turns.mode = TurnMode::pushToTalk;
    talk.bridge.setAudio(audio);
    talk.bridge.setTalking(true);
    talk.card.run(command, 20s, [] { return true; });
    talk.bridge.setTalking(false);
    REQUIRE(talk.awaitOne<realtime::TurnEnded>(2));
    for (const auto& heard : talk.all<realtime::UserTranscriptCompleted>())
        CHECK(heard.transcript.find("forward") != std::string::npos);
    CHECK(talk.all<realtime::ErrorEvent>().empty());
}

TEST_CASE("in pipeline mode a service that is not there is told as a failed connection")
{
    Talk talk;
    talk.settings.provider.provider = Provider::custom;
    talk.settings.provider.url = "http://127.0.0.1:" + std::to_string(unusedPort()) + "/v1";
    talk.bridge.connect(talk.settings);
    REQUIRE(talk.card.run({}, 20s, [&] { return talk.bridge.status().state == ConnectionState::failed; }));
    REQUIRE(talk.all<realtime::ErrorEvent>().size() == 1);
    CHECK(talk.all<realtime::ErrorEvent>()[0].error.code == ErrorCode::connectFailed);
    CHECK(talk.bridge.status().sentence == talk.all<realtime::ErrorEvent>()[0].error.message);
    talk.bridge.connect(talk.settings);
    CHECK(talk.awaitOne<realtime::ErrorEvent>(2));
}

TEST_CASE("in pipeline mode a fault of the moment costs one answer, and the conversation goes on")
{
    std::atomic<bool> fails{true};
    const auto workflow = std::make_shared<voice::SimpleWorkflow>(
        [&](const std::string& said) -> std::string
        {
            if (fails.exchange(false))
                throw std::runtime_error("not now");
            return "You wrote " + said;
        });
    Talk talk(workflow);
    REQUIRE(talk.connect());
    talk.bridge.sendText("one");
    REQUIRE(talk.awaitOne<realtime::Reconnected>());
    talk.bridge.sendText("two");
    REQUIRE(talk.awaitOne<realtime::PlaybackFinished>());
    CHECK(talk.all<realtime::ErrorEvent>().size() == 1);
    CHECK(talk.bridge.transcript().back().text == "You wrote two");
    CHECK(talk.bridge.status().state == ConnectionState::ready);
}

TEST_CASE("in pipeline mode new settings apply at once, and new instructions with the next connection")
{
    Talk talk(nullptr);
    REQUIRE(talk.connect());
    talk.bridge.sendText("my name is Ada");
    REQUIRE(talk.awaitOne<realtime::TurnEnded>());
    wire::SessionConfig changes;
    changes.voice = "echo";
    changes.instructions = "Be brief.";
    talk.bridge.updateSession(changes);
    REQUIRE(talk.awaitOne<realtime::Warning>());
    talk.bridge.sendText("what is my name?");
    REQUIRE(talk.awaitOne<realtime::TurnEnded>(2));
    CHECK(talk.bridge.transcript().back().text == "Your name is Ada.");
    CHECK(talk.all<realtime::ErrorEvent>().empty());
}

TEST_CASE("in pipeline mode disconnecting ends all of it, and connecting again begins anew")
{
    Talk talk(Talk::talkative());
    REQUIRE(talk.connect());
    talk.bridge.sendText("speak");
    REQUIRE(talk.card.run({}, 20s, [&] { return countSounding(talk.card.heard) > 4800; }));
    talk.bridge.disconnect();
    REQUIRE(talk.card.run({}, 20s, [&] { return talk.bridge.status().state == ConnectionState::disconnected; }));
    talk.card.run(std::vector<float>(4800), 5s, [] { return true; });
    talk.card.heard.clear();
    CHECK_FALSE(talk.card.run({}, 1s, [&] { return countSounding(talk.card.heard) > 0; }));
    REQUIRE(talk.connect());
    talk.bridge.sendText("speak");
    CHECK(talk.card.run({}, 20s, [&] { return countSounding(talk.card.heard) > 4800; }));
}
