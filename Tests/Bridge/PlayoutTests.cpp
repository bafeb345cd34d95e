// SPDX-License-Identifier: Apache-2.0
#include "Support/PlayoutHost.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

/// An answer "r1" that was interrupted while it sounded: how many frames were heard.
std::size_t interruptedAnswer(PlayoutHost& host)
{
    host.arrive("r1", "i1", 24000);
    host.pass(300ms);
    host.interrupt();
    host.pass(50ms);
    return host.soundingFrames();
}

} // namespace

TEST_CASE("an answer that arrives at once is played whole, at any host rate and block size")
{
    const auto rate = GENERATE(8000, 22050, 44100, 48000, 96000, 192000);
    const auto block = GENERATE(64, 480, 2048);
    PlayoutHost host(rate, block);
    host.interval = GENERATE(Playout::pumpInterval, Playout::longestPumpInterval);
    host.arrive("r1", "i1", 24000 * 3);
    host.playout.speechComplete("r1");
    host.pass(4s);
    const auto expected = static_cast<double>(rate) * 3;
    CHECK(std::abs(static_cast<double>(host.soundingFrames()) - expected) < expected * 0.003);
    CHECK(host.started == std::vector<std::string>{"r1"});
    CHECK(host.finished == std::vector<std::string>{"r1"});
    CHECK(host.fifo.underruns() == 0);
    CHECK_FALSE(host.playout.isBusy());
}

TEST_CASE("nothing sounds before the prebuffer is there, unless that is all of the answer")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24 * 30);
    host.pass(100ms);
    CHECK(host.soundingFrames() == 0);
    host.playout.speechComplete("r1");
    host.pass(100ms);
    CHECK(host.soundingFrames() > 1300);
    CHECK(host.finished.size() == 1);
}

TEST_CASE("the fifo is never filled further ahead than the lead")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000 * 10);
    for (int i = 0; i < 50; ++i)
    {
        host.pass(10ms);
        CHECK(host.fifo.pushedFrames() - host.fifo.position() <= 48000 * 230 / 1000);
    }
}

TEST_CASE("an interruption tells what was heard of each part, to the sample of the host's clock")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000 / 2);
    host.arrive("r1", "i2", 24000);
    host.arrive("r1", "i3", 24000);
    host.pass(1000ms);
    host.interrupt();
    host.pass(50ms);
    REQUIRE(host.settled);
    REQUIRE(host.heard.size() == 3);
    CHECK(host.heard[0].heardSamples == 12000);
    CHECK(host.heard[0].receivedSamples == 12000);
    const auto total = (host.heard[0].heardSamples + host.heard[1].heardSamples) * 2;
    CHECK(static_cast<double>(total) == Approx(static_cast<double>(host.soundingFrames())).margin(10));
    CHECK(host.heard[2].heardSamples == 0);
    CHECK(host.heard[2].receivedSamples == 24000);
    CHECK(host.finished.empty());
}

TEST_CASE("after an interruption the old answer is silent and a new one plays")
{
    PlayoutHost host(44100, 441);
    host.arrive("r1", "i1", 24000 * 5);
    host.pass(500ms);
    host.interrupt();
    host.pass(20ms);
    const auto before = host.played.size();
    host.pass(100ms);
    CHECK(std::all_of(host.played.begin() + static_cast<std::ptrdiff_t>(before), host.played.end(),
                      [](float sample) { return sample == 0.0F; }));
    host.arrive("r2", "i2", 24000);
    host.playout.speechComplete("r2");
    host.pass(1500ms);
    CHECK(host.finished == std::vector<std::string>{"r2"});
}

TEST_CASE("a host that has stopped calling does not hold up the account of what was heard")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000);
    host.pass(300ms);
    const auto heardFrames = host.soundingFrames();
    host.interrupt();
    host.playout.pump(48000, 480, host.now);
    CHECK_FALSE(host.settled);
    host.playout.pump(48000, 480, host.now + Playout::settleDeadline);
    REQUIRE(host.settled);
    CHECK(std::abs(static_cast<double>(host.heard.at(0).heardSamples * 2) - static_cast<double>(heardFrames)) < 10);
}

TEST_CASE("a change of the host's rate in mid-answer loses nothing and repeats nothing")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000 * 2);
    host.playout.speechComplete("r1");
    host.pass(1000ms);
    const auto atFirst = host.soundingFrames();
    host.rate = 96000;
    host.owed = 0;
    host.pass(2000ms);
    const auto later = host.soundingFrames() - atFirst;
    const auto seconds = static_cast<double>(atFirst) / 48000 + static_cast<double>(later) / 96000;
    CHECK(seconds == Approx(2.0).margin(0.012));
    CHECK(host.finished.size() == 1);
}

TEST_CASE("a short answer of several parts sounds too")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24 * 10);
    host.arrive("r1", "i2", 24 * 10);
    host.playout.speechComplete("r1");
    host.pass(200ms);
    CHECK(host.soundingFrames() > 800);
    CHECK(host.finished.size() == 1);
    CHECK_FALSE(host.playout.isBusy());
}

TEST_CASE("an answer whose end is told only after all of it was heard is finished, also after a change of the rate")
{
    const auto later = GENERATE(48000, 96000);
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000);
    host.pass(1500ms);
    host.rate = later;
    host.owed = 0;
    host.playout.speechComplete("r1");
    host.pass(100ms);
    CHECK(host.finished == std::vector<std::string>{"r1"});
    CHECK_FALSE(host.playout.isBusy());
}

TEST_CASE("an answer that runs dry waits for its prebuffer, which has grown, instead of stuttering")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 4800);
    host.pass(400ms);
    CHECK(host.fifo.underruns() == 1);
    CHECK(host.playout.prebuffer() == 40ms);
    const auto before = host.soundingFrames();
    for (int i = 0; i < 5; ++i)
    {
        host.arrive("r1", "i1", 240);
        host.pass(10ms);
    }
    CHECK(host.playout.prebuffer() == 60ms);
    CHECK(host.soundingFrames() == before);
    host.arrive("r1", "i1", 2400);
    host.pass(50ms);
    CHECK(host.soundingFrames() > before + 1000);
    CHECK(host.fifo.underruns() == 1);
}

TEST_CASE("the rest of an answer that ran dry is not held back when nothing more will come")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 4800);
    host.pass(400ms);
    host.arrive("r1", "i1", 240);
    host.playout.speechComplete("r1");
    host.pass(50ms);
    CHECK(host.finished.size() == 1);
}

TEST_CASE("an answer whose end is told late was no underrun that the next one must wait for")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 4800);
    host.pass(400ms);
    host.playout.speechComplete("r1");
    host.arrive("r2", "i2", 4800);
    host.playout.speechComplete("r2");
    host.pass(400ms);
    CHECK(host.finished.size() == 2);
    CHECK(host.playout.prebuffer() == 40ms);
}

TEST_CASE("an answer that follows another one waits for a prebuffer of its own")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 4800);
    host.playout.speechComplete("r1");
    host.pass(100ms);
    host.arrive("r2", "i2", 240);
    host.pass(300ms);
    CHECK(host.finished == std::vector<std::string>{"r1"});
    CHECK(host.started == std::vector<std::string>{"r1"});
    CHECK(host.fifo.underruns() == 0);
    host.arrive("r2", "i2", 960);
    host.pass(20ms);
    CHECK(host.started.size() == 2);
}

TEST_CASE("the prebuffer is what the settings say")
{
    PlayoutHost host(48000, 480);
    host.playout.setPrebuffer({.initial = 200ms, .least = 100ms, .most = 300ms});
    host.arrive("r1", "i1", 24 * 190);
    host.pass(500ms);
    CHECK(host.soundingFrames() == 0);
    host.arrive("r1", "i1", 24 * 20);
    host.pass(50ms);
    CHECK(host.soundingFrames() > 0);
}

TEST_CASE("speech of an interrupted answer that comes late is dropped and counted")
{
    PlayoutHost host(48000, 480);
    const auto before = interruptedAnswer(host);
    host.arrive("r1", "i1", 2400);
    host.arrive("r1", "i2", 1200);
    host.pass(300ms);
    CHECK(host.soundingFrames() == before);
    CHECK(host.playout.lateSamples() == 3600);
    CHECK_FALSE(host.playout.isBusy());
}

TEST_CASE("a new connection may use the id of an answer that was interrupted in the one before")
{
    PlayoutHost host(48000, 480);
    const auto before = interruptedAnswer(host);
    host.playout.observe(realtime::ConnectionChanged{realtime::ConnectionState::ready, {}});
    host.arrive("r1", "i1", 4800);
    host.pass(300ms);
    CHECK(host.soundingFrames() > before);
    CHECK(host.playout.lateSamples() == 0);
}

TEST_CASE("a rate that changes and comes back before the host calls repeats nothing")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000);
    host.playout.speechComplete("r1");
    host.pass(500ms);
    host.playout.pump(96000, 480, host.now);
    host.pass(1000ms);
    // What fades out there sounds again: 10 ms at most.
    CHECK(host.soundingFrames() <= 48000 + 480 + 240 + 2);
    CHECK(host.soundingFrames() >= 48000);
    CHECK(host.finished.size() == 1);
}
