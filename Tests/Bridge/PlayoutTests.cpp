// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Playout.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

/// A playout with a host that calls it, on a clock of its own: the pump every 10 ms, a block whenever one is due.
class Host
{
public:
    Host(int sampleRate, int blockFrames)
        : rate(sampleRate)
        , block(blockFrames)
    {
    }

    void arrive(const char* response, const char* item, std::size_t samples)
    {
        std::vector<std::int16_t> tone(samples);
        for (auto& sample : tone)
            sample = static_cast<std::int16_t>(8000 * std::sin(2 * std::numbers::pi * 440 * phase++ / 24000));
        REQUIRE(playout.speech({response, item, 0}, tone));
    }

    /// Lets so much time pass; what was played is appended to `played`.
    void pass(std::chrono::milliseconds time)
    {
        for (const auto end = now + time; now < end; now += 10ms)
        {
            playout.pump(rate, block, now);
            for (owed += rate / 100.0; owed >= block; owed -= block)
            {
                std::vector<float> out(static_cast<std::size_t>(block));
                fifo.render(out, rate, now);
                played.insert(played.end(), out.begin(), out.end());
            }
        }
    }

    [[nodiscard]] std::size_t soundingFrames() const
    {
        return static_cast<std::size_t>(
            std::count_if(played.begin(), played.end(), [](float sample) { return sample != 0.0F; }));
    }

    void interrupt()
    {
        playout.interrupt(
            [this](std::vector<realtime::HeardSpeech> all)
            {
                settled = true;
                heard = std::move(all);
            });
    }

    int rate;
    int block;
    double phase = 0;
    double owed = 0;
    audio::PlayoutFifo fifo;
    std::vector<std::string> started;
    std::vector<std::string> finished;
    Playout playout{fifo,
                    {[this](const std::string& id, std::chrono::microseconds) { started.push_back(id); },
                     [this](const std::string& id) { finished.push_back(id); }}};
    Playout::Time now = std::chrono::steady_clock::now();
    std::vector<float> played;
    std::vector<realtime::HeardSpeech> heard;
    bool settled = false;
};

} // namespace

TEST_CASE("an answer that arrives at once is played whole, at any host rate and block size")
{
    const auto rate = GENERATE(8000, 22050, 44100, 48000, 96000, 192000);
    const auto block = GENERATE(64, 480, 2048);
    Host host(rate, block);
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
    Host host(48000, 480);
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
    Host host(48000, 480);
    host.arrive("r1", "i1", 24000 * 10);
    for (int i = 0; i < 50; ++i)
    {
        host.pass(10ms);
        CHECK(host.fifo.pushedFrames() - host.fifo.position() <= 48000 * 230 / 1000);
    }
}

TEST_CASE("an interruption tells what was heard of each part, to the sample of the host's clock")
{
    Host host(48000, 480);
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
    Host host(44100, 441);
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
    Host host(48000, 480);
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
    Host host(48000, 480);
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
    Host host(48000, 480);
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
    Host host(48000, 480);
    host.arrive("r1", "i1", 24000);
    host.pass(1500ms);
    host.rate = later;
    host.owed = 0;
    host.playout.speechComplete("r1");
    host.pass(100ms);
    CHECK(host.finished == std::vector<std::string>{"r1"});
    CHECK_FALSE(host.playout.isBusy());
}
