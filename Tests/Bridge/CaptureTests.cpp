// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Capture.h"
#include "Bridge/CaptureRig.h"
#include "Support/RecordedSpeech.h"
#include "Support/Skip.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

using realtime::LocalSpeechState;

/// Two seconds of a spoken command that begins at about 0.4 s.
std::vector<float> spokenCommand()
{
    return test::recordedSpeech("goforward.raw");
}

AudioSettings withTurns(TurnMode mode)
{
    AudioSettings settings;
    settings.turns.mode = mode;
    return settings;
}

AudioSettings withEcho(EchoMode mode)
{
    AudioSettings settings;
    settings.echo.mode = mode;
    return settings;
}

} // namespace

TEST_CASE("captured audio leaves in messages of 20 ms, each with the time of its newest frame")
{
    CaptureRig rig;
    rig.hear(std::vector<float>(48000, 0.25F));
    // The resampler's filter keeps the last 2.0 ms, which stand as silence in front of the first message.
    REQUIRE(rig.messages.size() == 50);
    for (int index = 0; index < 50; ++index)
    {
        CHECK(rig.messages[static_cast<std::size_t>(index)].samples.size() == 480);
        const auto end = CaptureRig::Time(1h) + 20ms * (index + 1);
        CHECK(end - rig.messages[static_cast<std::size_t>(index)].capturedAt > 2000us);
        CHECK(end - rig.messages[static_cast<std::size_t>(index)].capturedAt < 2200us);
    }
}

TEST_CASE("a message holds as much as was asked for, also from one moment to the next")
{
    CaptureRig rig;
    auto settings = AudioSettings{};
    settings.capture.message = 100ms;
    rig.capture.use(settings);
    rig.hear(quiet(500));
    CHECK(rig.messages.size() == 5);
    settings.capture.message = 10ms;
    rig.capture.use(settings);
    rig.hear(quiet(500));
    CHECK(rig.samples().size() == 24000);
    CHECK(rig.messages.back().samples.size() == 240);
}

TEST_CASE("beats that fill no message can be left out, and each message is as prompt as without")
{
    const auto messageLength = GENERATE(10ms, 20ms, 40ms);
    AudioSettings settings;
    settings.capture.message = messageLength;
    CaptureRig always;
    CaptureRig whenDue;
    always.capture.use(settings);
    whenDue.capture.use(settings);
    // The first one tells the host's rate.
    always.hear(quiet(static_cast<std::size_t>(messageLength.count())));
    whenDue.hear(quiet(static_cast<std::size_t>(messageLength.count())));
    int leftOut = 0;
    for (int beat = 0; beat < 200; ++beat)
    {
        always.hear(quiet(10));
        const auto sound = quiet(10);
        const std::array<const float*, 1> channels{sound.data()};
        whenDue.fifo.push({channels.data(), 1}, 480, 48000, always.now);
        if (whenDue.capture.isDue())
            whenDue.capture.pump(false, always.now);
        else
            ++leftOut;
        REQUIRE(whenDue.messages.size() == always.messages.size());
    }
    CHECK(whenDue.samples() == always.samples());
    CHECK(leftOut == 200 - 200 / (messageLength / 10ms));
}

TEST_CASE("where what is heard decides something, each beat is due")
{
    CaptureRig rig;
    CHECK_FALSE(rig.capture.isDue());
    for (const auto mode : {EchoMode::gate, EchoMode::raisedThreshold, EchoMode::cancel})
    {
        rig.capture.use(withEcho(mode));
        CHECK(rig.capture.isDue());
    }
    for (const auto mode : {TurnMode::local, TurnMode::pushToTalk})
    {
        rig.capture.use(withTurns(mode));
        CHECK(rig.capture.isDue());
    }
    AudioSettings settings;
    settings.turns.localBargeIn = true;
    rig.capture.use(settings);
    CHECK(rig.capture.isDue());
}

TEST_CASE("a change of the host's rate loses nothing of what was said")
{
    CaptureRig rig;
    const auto push = [&](std::size_t frames, int rate)
    {
        const std::vector<float> sound(frames, 0.25F);
        const std::array<const float*, 1> channels{sound.data()};
        rig.fifo.push({channels.data(), 1}, static_cast<int>(frames), rate, rig.now);
    };
    for (int block = 0; block < 50; ++block)
        push(480, 48000);
    rig.capture.pump(false, rig.now);
    for (int block = 0; block < 50; ++block)
        push(441, 44100);
    for (int block = 0; block < 2; ++block)
        push(960, 96000);
    rig.capture.pump(false, rig.now);
    // 1.02 s in; less than one message and one filter length may still be on the way.
    CHECK(rig.samples().size() > 24480 - 480 - 100);
    CHECK(rig.samples().size() <= 24480);
}

TEST_CASE("while the key is up nothing is sent, and its way down sends what was said just before")
{
    CaptureRig rig;
    auto settings = withTurns(TurnMode::pushToTalk);
    settings.turns.preRoll = 200ms;
    rig.capture.use(settings);
    rig.hear(std::vector<float>(48000, 0.25F));
    CHECK(rig.messages.empty());
    rig.isTalking = true;
    rig.hear(std::vector<float>(24000, 0.25F));
    CHECK(rig.interruptions == 1);
    rig.isTalking = false;
    rig.hear(quiet(300));
    REQUIRE(rig.commits() == 1);
    CHECK(rig.messages.back().endsTurn);
    // 200 ms from before, 500 ms with the key down, and the frame in which it went up.
    CHECK(static_cast<double>(rig.samples().size()) == Approx(24 * 710).margin(240));
    CHECK(std::chrono::abs(*rig.messages.back().speechEndedAt - (CaptureRig::Time(1h) + 1500ms)) <= 10ms);
}

TEST_CASE("a turn found on this side is sent from before its first word and committed after its silence")
{
    const auto command = spokenCommand();
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    CaptureRig rig;
    auto settings = withTurns(TurnMode::local);
    settings.turns.silence = 300ms;
    rig.capture.use(settings);
    rig.hear(quiet(2000));
    CHECK(rig.messages.empty());
    rig.hear(command);
    rig.hear(quiet(1000));
    REQUIRE(rig.commits() == 1);
    CHECK(rig.interruptions == 1);
    const auto& last = rig.speech.back();
    CHECK(last == LocalSpeechState::ended);
    // All of the words are in it, and not much more.
    const auto loud =
        std::count_if(command.begin(), command.end(), [](float sample) { return std::abs(sample) > 0.03F; });
    const auto sent = rig.samples();
    const auto loudSent = std::count_if(sent.begin(), sent.end(), [](auto sample) { return std::abs(sample) > 983; });
    CHECK(static_cast<double>(loudSent) > 0.48 * static_cast<double>(loud));
    CHECK(rig.samples().size() < command.size() / 2 + 24 * 600);
    REQUIRE(rig.messages.back().speechEndedAt);
    CHECK(rig.now - *rig.messages.back().speechEndedAt > 900ms);
}

TEST_CASE("who speaks over the agent turns it down at once and stops it when it is certain")
{
    const auto command = spokenCommand();
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    CaptureRig rig;
    auto settings = AudioSettings{};
    settings.turns.localBargeIn = true;
    rig.capture.use(settings);
    rig.agentSpeaks = true;
    rig.hear(quiet(1000));
    CHECK(rig.gains.empty());
    rig.hear(command);
    REQUIRE_FALSE(rig.gains.empty());
    CHECK(rig.gains.front() == Approx(std::pow(10.0, -15.0 / 20)));
    CHECK(rig.interruptions >= 1);
    REQUIRE(rig.speech.size() >= 2);
    CHECK(rig.speech[0] == LocalSpeechState::suspected);
    CHECK(std::find(rig.speech.begin(), rig.speech.end(), LocalSpeechState::confirmed) != rig.speech.end());
    rig.agentSpeaks = false;
    rig.hear(quiet(100));
    CHECK(rig.gains.back() == 1.0F);
}

TEST_CASE("barge-in that is switched off in mid-sentence gives the agent its voice back")
{
    const auto command = spokenCommand();
    if (command.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    CaptureRig rig;
    auto settings = AudioSettings{};
    settings.turns.localBargeIn = true;
    rig.capture.use(settings);
    rig.agentSpeaks = true;
    rig.hear(quiet(500));
    for (std::size_t at = 0; at + 480 <= command.size() && (rig.gains.empty() || rig.gains.back() == 1.0F); at += 480)
        rig.hear(std::span(command).subspan(at, 480));
    REQUIRE_FALSE(rig.gains.empty());
    rig.capture.use({});
    CHECK(rig.gains.back() == 1.0F);
}

TEST_CASE("with the echo gate the service hears silence while the agent sounds, and the user before and after")
{
    CaptureRig rig;
    rig.capture.use(withEcho(EchoMode::gate));
    const std::vector<float> sound(48000, 0.25F);
    rig.hear(sound);
    rig.agentSpeaks = true;
    rig.hear(sound, std::vector<float>(48000, 0.25F));
    rig.agentSpeaks = false;
    rig.hear(sound);
    const auto heard = rig.samples();
    REQUIRE(heard.size() >= 71000);
    CHECK(heard[23000] > 8000);
    CHECK(soundingSamples(std::span(heard).subspan(24480, 23000)) == 0);
    // The hold of 300 ms, then the user again.
    CHECK(soundingSamples(std::span(heard).subspan(48000, 6500)) == 0);
    CHECK(heard[56000] > 8000);
}

TEST_CASE("the echo gate stays open for what the loudspeakers play while the agent is silent")
{
    CaptureRig rig;
    rig.capture.use(withEcho(EchoMode::gate));
    const std::vector<float> sound(48000, 0.25F);
    rig.hear(sound, sound);
    CHECK(soundingSamples(rig.samples()) > 23000);
}

TEST_CASE("the raised threshold lets the user through and not the echo")
{
    CaptureRig rig;
    rig.capture.use(withEcho(EchoMode::raisedThreshold));
    rig.agentSpeaks = true;
    const std::vector<float> played(96000, 0.1F);
    rig.hear(std::vector<float>(96000, 0.02F), played);
    const auto learning = rig.samples();
    CHECK(soundingSamples(std::span(learning).subspan(480)) == 0);
    rig.hear(std::vector<float>(24000, 0.2F), played);
    CHECK(soundingSamples(rig.samples()) > 11000);
    REQUIRE_FALSE(rig.echoes.empty());
    CHECK(rig.echoes.front().echoDb == Approx(-14).margin(0.5));
}

TEST_CASE("the echo mode may change in mid-sentence, and every frame is sent once")
{
    CaptureRig rig;
    for (const auto mode :
         {EchoMode::off, EchoMode::cancel, EchoMode::gate, EchoMode::cancel, EchoMode::raisedThreshold, EchoMode::off})
    {
        rig.capture.use(withEcho(mode));
        rig.hear(std::vector<float>(24000, 0.1F), std::vector<float>(24000, 0.1F));
    }
    CHECK(rig.samples().size() >= 6 * 12000 - 960);
    CHECK(rig.samples().size() <= 6 * 12000);
}

TEST_CASE("the agent's own voice in a room is cancelled: it neither interrupts itself nor is it turned down")
{
    const auto agent = test::recordedSpeech("librivox/sense_and_sensibility_01_austen_64kb-0870.wav");
    if (agent.empty())
        PARLEY_SKIP("pocketsphinx-testdata is not installed");
    CaptureRig rig;
    auto settings = withEcho(EchoMode::cancel);
    settings.turns.localBargeIn = true;
    rig.capture.use(settings);
    rig.agentSpeaks = true;
    test::Room room(-10, 0.08, 0.3, 48000);
    std::vector<float> echo(std::min<std::size_t>(agent.size(), 8 * 48000));
    for (std::size_t i = 0; i < echo.size(); ++i)
        echo[i] = room(agent[i]);
    rig.hear(echo, agent);
    CHECK(rig.interruptions == 0);
    CHECK(rig.gains.empty());
    CHECK(rig.echoes.size() >= 3);
}
