// SPDX-License-Identifier: Apache-2.0
// What the settings of the audio path do, from the host's blocks to the wire and back.
#include "Bridge/VoiceBridge.h"
#include "Support/AgentStub.h"
#include "Support/EventLog.h"
#include "Support/Skip.h"
#include "Support/SoundCard.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;
using realtime::LocalSpeechState;

namespace
{

std::vector<std::int16_t> tone(std::size_t milliseconds)
{
    std::vector<std::int16_t> samples(24 * milliseconds);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::int16_t>(6000 * std::sin(0.1 * static_cast<double>(i)));
    return samples;
}

std::vector<float> steady(std::size_t milliseconds)
{
    std::vector<float> samples(48 * milliseconds);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.2F * static_cast<float>(std::sin(0.05 * static_cast<double>(i)));
    return samples;
}

/// A bridge, a host and a service that speaks for `answer` milliseconds when asked.
struct Talk
{
    explicit Talk(const AudioSettings& settings = {}, std::size_t answer = 300)
        : stub(tone(answer))
    {
        bridge.subscribe(log.handler());
        bridge.setAudio(settings);
        connect.provider.provider = Provider::custom;
        connect.provider.url = stub.url();
        bridge.connect(connect);
    }

    [[nodiscard]] bool becomesReady()
    {
        return card.run({}, 10s, [&] { return bridge.status().state == realtime::ConnectionState::ready; });
    }

    void pass(std::chrono::milliseconds time)
    {
        const std::vector<float> silence(48 * static_cast<std::size_t>(time.count()));
        card.run(silence, 30s, [] { return true; });
    }

    [[nodiscard]] bool hasTurnDetection() const
    {
        const auto session = stub.session();
        const nlohmann::json::json_pointer place("/audio/input/turn_detection");
        return !session.contains(place) || !session.at(place).is_null();
    }

    AgentStub stub;
    EventLog log;
    ConnectSettings connect;
    VoiceBridge bridge;
    SoundCard card{bridge};
};

AudioSettings withMode(TurnMode mode)
{
    AudioSettings settings;
    settings.turns.mode = mode;
    return settings;
}

std::size_t sounding(const std::vector<std::int16_t>& samples)
{
    return static_cast<std::size_t>(
        std::count_if(samples.begin(), samples.end(), [](auto sample) { return std::abs(sample) > 50; }));
}

} // namespace

TEST_CASE("settings out of range apply as near as they can, and a warning names the field")
{
    VoiceBridge bridge;
    EventLog log;
    bridge.subscribe(log.handler());
    AudioSettings wanted;
    wanted.capture.gainDb = 100;
    bridge.setAudio(wanted);
    const auto warning = log.await<realtime::Warning>();
    REQUIRE(warning);
    CHECK(warning->error.where == "capture.gainDb");
    CHECK(bridge.audio().capture.gainDb == CaptureSettings::highestGainDb);
}

TEST_CASE("the talk key sends what is said while it is down, and a little from before, and asks for an answer")
{
    auto settings = withMode(TurnMode::pushToTalk);
    settings.turns.preRoll = 200ms;
    Talk talk(settings);
    REQUIRE(talk.becomesReady());
    CHECK_FALSE(talk.hasTurnDetection());
    talk.card.run(steady(500), 5s, [] { return true; });
    CHECK(talk.stub.heard().empty());
    talk.bridge.setTalking(true);
    talk.card.run(steady(600), 5s, [] { return true; });
    talk.bridge.setTalking(false);
    REQUIRE(talk.card.run({}, 5s, [&] { return countSounding(talk.card.heard) > 4800; }));
    CHECK(talk.stub.count("input_audio_buffer.commit") == 1);
    CHECK(talk.stub.count("response.create") == 1);
    CHECK(static_cast<double>(sounding(talk.stub.heard())) == Approx(24 * 800).margin(24 * 40));
}

TEST_CASE("a key that was only touched sends no turn, and a warning says why")
{
    auto settings = withMode(TurnMode::pushToTalk);
    settings.turns.preRoll = 0ms;
    Talk talk(settings);
    REQUIRE(talk.becomesReady());
    talk.bridge.setTalking(true);
    talk.pass(40ms);
    talk.bridge.setTalking(false);
    talk.pass(200ms);
    CHECK(talk.log.await<realtime::Warning>());
    CHECK(talk.stub.count("input_audio_buffer.commit") == 0);
}

TEST_CASE("the talk key silences the agent")
{
    Talk talk(withMode(TurnMode::pushToTalk), 20000);
    REQUIRE(talk.becomesReady());
    talk.bridge.sendText("Speak.");
    REQUIRE(talk.card.run({}, 5s, [&] { return countSounding(talk.card.heard) > 9600; }));
    talk.bridge.setTalking(true);
    talk.pass(300ms);
    talk.card.heard.clear();
    talk.pass(200ms);
    CHECK(countSounding(talk.card.heard) == 0);
    CHECK(talk.log.await<realtime::AudioInterrupted>());
    CHECK(talk.stub.count("conversation.item.truncate") == 1);
}

TEST_CASE("turns that are found on this side are sent whole, committed, and answered")
{
    const auto command = recordedSpeech("goforward.raw");
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    Talk talk(withMode(TurnMode::local));
    REQUIRE(talk.becomesReady());
    CHECK_FALSE(talk.hasTurnDetection());
    REQUIRE(talk.card.run(command, 10s, [&] { return countSounding(talk.card.heard) > 4800; }));
    CHECK(talk.stub.count("input_audio_buffer.commit") == 1);
    CHECK(talk.log.await<realtime::LocalSpeech>([](const auto& heard)
                                                { return heard.state == LocalSpeechState::confirmed; }));
    CHECK(sounding(talk.stub.heard()) > 12000);
}

TEST_CASE("another turn mode while connected changes the session with it")
{
    Talk talk;
    REQUIRE(talk.becomesReady());
    CHECK(talk.hasTurnDetection());
    talk.bridge.setAudio(withMode(TurnMode::pushToTalk));
    REQUIRE(talk.card.run({}, 5s, [&] { return !talk.hasTurnDetection(); }));
    talk.bridge.setTalking(true);
    talk.card.run(steady(300), 5s, [] { return true; });
    talk.bridge.setTalking(false);
    REQUIRE(talk.card.run({}, 5s, [&] { return talk.stub.count("response.create") == 1; }));
    talk.bridge.setAudio(withMode(TurnMode::off));
    const auto before = talk.stub.heard().size();
    talk.pass(500ms);
    CHECK(talk.stub.heard().size() > before + 9600);
    talk.bridge.setAudio(withMode(TurnMode::service));
    CHECK(talk.card.run({}, 5s, [&] { return talk.hasTurnDetection(); }));
}

TEST_CASE("with the echo gate the service hears nothing while the agent sounds")
{
    AudioSettings settings;
    settings.echo.mode = EchoMode::gate;
    Talk talk(settings, 1000);
    REQUIRE(talk.becomesReady());
    talk.card.room.emplace(-6, 0.05, 0.1, 48000);
    talk.bridge.sendText("Speak.");
    REQUIRE(talk.card.run({}, 5s, [&] { return countSounding(talk.card.heard) > 40000; }));
    talk.pass(600ms);
    CHECK(sounding(talk.stub.heard()) == 0);
    CHECK(talk.stub.heard().size() > 24000);
    talk.card.run(steady(500), 5s, [] { return true; });
    CHECK(sounding(talk.stub.heard()) > 10000);
}

TEST_CASE("who speaks over the agent silences it without a word from the service")
{
    const auto command = recordedSpeech("goforward.raw");
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    AudioSettings settings;
    settings.turns.localBargeIn = true;
    Talk talk(settings, 20000);
    REQUIRE(talk.becomesReady());
    talk.bridge.sendText("Speak.");
    REQUIRE(talk.card.run({}, 5s, [&] { return countSounding(talk.card.heard) > 24000; }));
    talk.card.run(command, 5s, [] { return true; });
    talk.card.heard.clear();
    talk.pass(200ms);
    CHECK(countSounding(talk.card.heard) == 0);
    CHECK(talk.log.count<realtime::UserSpeechStarted>() == 0);
    CHECK(talk.log.await<realtime::AudioInterrupted>());
}

TEST_CASE("each answer is told with what its ways took")
{
    auto settings = withMode(TurnMode::pushToTalk);
    Talk talk(settings, 500);
    REQUIRE(talk.becomesReady());
    talk.bridge.setTalking(true);
    talk.card.run(steady(400), 5s, [] { return true; });
    talk.bridge.setTalking(false);
    talk.card.run({}, 3s, [&] { return talk.log.count<realtime::PlaybackFinished>() == 1; });
    const auto measured = talk.log.await<realtime::LatencyMeasured>();
    REQUIRE(measured);
    CHECK(measured->responseId == "resp_1");
    CHECK(measured->frames > 10);
    CHECK(measured->captureToWireMedian > 0us);
    CHECK(measured->wireToOutput.value_or(0us) > 0us);
}
