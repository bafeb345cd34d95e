// SPDX-License-Identifier: Apache-2.0
// What becomes of an answer when the host stops calling: suspended, bypassed, or rendering offline.
#include "Bridge/Playout.h"
#include "Support/CallbackRig.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;

namespace
{

/// The network thread's half goes on while the host pauses.
struct Conversation
{
    CallbackRig rig;
    std::vector<std::string> finished;
    std::vector<realtime::HeardSpeech> account;
    bool isSettled = false;
    Playout playout{rig.side.playout,
                    {[](const std::string&, std::chrono::microseconds) {},
                     [this](const std::string& id) { finished.push_back(id); }}};

    void arrive(const std::string& response, std::chrono::milliseconds length)
    {
        const std::vector<std::int16_t> level(static_cast<std::size_t>(24 * length.count()), 16384);
        REQUIRE(playout.speech({response, "item of " + response, 0}, level));
        playout.speechComplete(response);
    }

    void interrupt()
    {
        playout.interrupt(
            [this](std::vector<realtime::HeardSpeech> heard)
            {
                isSettled = true;
                account = std::move(heard);
            });
    }

    void play(std::chrono::milliseconds time)
    {
        for (const auto end = rig.now + time; rig.now < end;)
        {
            playout.pump(rig.rate, 480, rig.now);
            rig.process(480);
        }
    }

    void pause(std::chrono::milliseconds time)
    {
        for (const auto end = rig.now + time; rig.now < end; rig.now += 10ms)
            playout.pump(rig.rate, 480, rig.now);
    }

    [[nodiscard]] std::size_t soundingFrames() const
    {
        return static_cast<std::size_t>(
            std::count_if(rig.heard.begin(), rig.heard.end(), [](float frame) { return frame != 0.0F; }));
    }
};

} // namespace

TEST_CASE("an answer that arrives while the host is suspended is heard whole afterwards")
{
    Conversation talk;
    talk.play(100ms);
    talk.pause(1s);
    talk.arrive("r1", 2s);
    talk.pause(5s);
    CHECK(talk.rig.side.playout.position() == 0);
    talk.play(2500ms);
    CHECK(std::abs(static_cast<double>(talk.soundingFrames()) - 96000) < 500);
    CHECK(talk.finished == std::vector<std::string>{"r1"});
    CHECK(talk.rig.side.playout.underruns() == 0);
}

TEST_CASE("an answer that the host suspends again and again, with the rate changed, is heard whole")
{
    Conversation talk;
    talk.arrive("r1", 2s);
    double seconds = 0;
    for (const int rate : {48000, 44100, 96000, 48000})
    {
        talk.rig.rate = rate;
        talk.rig.side.sampleRate = rate;
        talk.rig.heard.clear();
        talk.play(600ms);
        talk.pause(700ms);
        seconds += static_cast<double>(talk.soundingFrames()) / rate;
    }
    CHECK(seconds > 1.98);
    CHECK(seconds < 2.1);
    CHECK(talk.finished == std::vector<std::string>{"r1"});
}

TEST_CASE("an interruption while the host is suspended claims no more than was heard, and the next answer is whole")
{
    Conversation talk;
    talk.arrive("r1", 3s);
    talk.play(500ms);
    const auto heardFrames = talk.rig.side.playout.position();
    talk.pause(50ms);
    talk.interrupt();
    talk.pause(300ms);
    REQUIRE(talk.isSettled);
    REQUIRE(talk.account.size() == 1);
    CHECK(talk.account[0].heardSamples <= heardFrames / 2);
    CHECK(talk.account[0].heardSamples > heardFrames / 2 - 100);
    talk.arrive("r2", 1s);
    talk.pause(2s);
    talk.rig.heard.clear();
    talk.play(2s);
    CHECK(talk.finished == std::vector<std::string>{"r2"});
    const auto fade = 480.0;
    CHECK(std::abs(static_cast<double>(talk.soundingFrames()) - 48000 - fade) < 500);
    CHECK_FALSE(talk.playout.isBusy());
}

TEST_CASE("a host whose blocks are longer than the deadline of an account still tells what was heard")
{
    Conversation talk;
    talk.rig.rate = 44100;
    talk.rig.side.sampleRate = 44100;
    talk.arrive("r1", 5s);
    const auto playBlock = [&]
    {
        for (int i = 0; i < 18; ++i)
            talk.playout.pump(44100, 8192, talk.rig.now + i * 10ms);
        talk.rig.process(8192);
    };
    for (int block = 0; block < 4; ++block)
        playBlock();
    const auto atInterruption = talk.rig.side.playout.position();
    talk.interrupt();
    playBlock();
    talk.playout.pump(44100, 8192, talk.rig.now);
    REQUIRE(talk.isSettled);
    const auto fade = 441U;
    CHECK(talk.account[0].heardSamples >= (atInterruption + fade) * 24000 / 44100 - 1);
    CHECK(talk.account[0].heardSamples <= (atInterruption + fade) * 24000 / 44100 + 1);
}
