// SPDX-License-Identifier: Apache-2.0
// An agent in a room where its own voice comes back through the microphone, against the local service with its own
// turn detection: in real time.
#include "Bridge/VoiceBridge.h"
#include "Support/EventLog.h"
#include "Support/ServiceConversation.h"
#include "Support/Skip.h"
#include "Support/SoundCard.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;

namespace
{

/// Talks through a loudspeaker 10 dB above what its microphone hears of it, 80 ms later, with a reverberation of 300
/// ms.
struct RoomTalk
{
    explicit RoomTalk(const service::Service& service)
    {
        AudioSettings settings;
        settings.echo.mode = EchoMode::cancel;
        settings.turns.localBargeIn = true;
        bridge.setAudio(settings);
        bridge.subscribe(log.handler());
        card.room.emplace(-10, 0.07, 0.3, 48000);
        ConnectSettings connect;
        connect.provider.provider = Provider::custom;
        connect.provider.url = service.url();
        connect.provider.key = auth::KeySource::value(Secret("test-key-of-service"));
        bridge.connect(connect);
    }

    [[nodiscard]] bool becomesReady()
    {
        return card.run({}, 10s, [&] { return bridge.status().state == realtime::ConnectionState::ready; });
    }

    /// The agent says a sentence to its end, or is interrupted.
    [[nodiscard]] bool turn()
    {
        const auto finished = log.count<realtime::PlaybackFinished>();
        const auto cut = log.count<realtime::AudioInterrupted>();
        bridge.sendText("One two three four five six seven eight nine ten");
        return card.run({}, 20s,
                        [&] {
                            return log.count<realtime::PlaybackFinished>() > finished ||
                                   log.count<realtime::AudioInterrupted>() > cut;
                        });
    }

    EventLog log;
    VoiceBridge bridge;
    SoundCard card{bridge};
};

void holdTurns(int turns)
{
    const auto service = startLocalService();
    if (service == nullptr)
        PARLEY_SKIP("the speech model is not installed");
    RoomTalk talk(*service);
    REQUIRE(talk.becomesReady());
    for (int turn = 0; turn < turns; ++turn)
        CHECK(talk.turn());
    CHECK(talk.log.count<realtime::AudioInterrupted>() == 0);
    CHECK(talk.log.count<realtime::UserSpeechStarted>() == 0);
    CHECK(talk.log.count<realtime::PlaybackFinished>() == static_cast<std::size_t>(turns));
    CHECK(talk.log.count<realtime::EchoMeasured>() > 0);
}

} // namespace

TEST_CASE("an agent that comes back through the microphone does not interrupt itself")
{
    holdTurns(2);
}

TEST_CASE("an agent that comes back through the microphone holds ten turns", "[.long]")
{
    holdTurns(10);
}

TEST_CASE("a human voice over an agent that comes back through the microphone interrupts it")
{
    const auto service = startLocalService();
    const auto command = recordedSpeech("goforward.raw");
    if (service == nullptr || command.empty())
        PARLEY_SKIP("the speech model or pocketsphinx-testdata is not installed");
    RoomTalk talk(*service);
    REQUIRE(talk.becomesReady());
    // The canceller learns the room.
    REQUIRE(talk.turn());
    talk.card.heard.clear();
    talk.bridge.sendText("One two three four five six seven eight nine ten eleven twelve thirteen fourteen");
    REQUIRE(talk.card.run({}, 20s, [&] { return countSounding(talk.card.heard) > 48000; }));
    talk.card.run(command, 5s, [] { return true; });
    CHECK(talk.log.await<realtime::AudioInterrupted>());
}
