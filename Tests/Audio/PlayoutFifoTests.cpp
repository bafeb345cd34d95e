// SPDX-License-Identifier: Apache-2.0
#include "Audio/PlayoutFifo.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

using namespace parley::audio;
using Kind = PlayoutReport::Kind;

namespace
{

constexpr std::size_t fadeInFrames = 240;  // 5 ms at 48 kHz
constexpr std::size_t fadeOutFrames = 480; // 10 ms at 48 kHz

std::vector<float> level(std::size_t frames, float value = 0.5F)
{
    return std::vector<float>(frames, value);
}

/// The step a fade of 5 ms adds to a signal of amplitude 1 at 48 kHz.
constexpr float fadeStep = 1.5F / static_cast<float>(fadeInFrames);

} // namespace

TEST_CASE("playout is silent before anything was pushed, whatever the buffer held")
{
    PlayoutRig rig;
    rig.render(5000, 333);
    CHECK(std::all_of(rig.heard.begin(), rig.heard.end(), [](float sample) { return sample == 0.0F; }));
    CHECK(rig.fifo.position() == 0);
    CHECK(rig.fifo.underruns() == 0);
    CHECK(rig.reports.empty());
}

TEST_CASE("a minute of voice comes out whole and in order at every rate and block size")
{
    const int rate = GENERATE(8000, 22050, 44100, 48000, 96000, 192000);
    PlayoutRig rig;
    rig.rate = rate;
    const auto total = static_cast<std::size_t>(rate) * 60;
    const auto fadeIn = static_cast<std::size_t>(rate) * 5 / 1000;
    const auto value = [](std::size_t i) { return static_cast<float>(i % 65521) / 65536.0F - 0.5F; };
    const std::size_t blocks[] = {0, 1, 17, 64, 480, 1000, 2048};
    std::vector<float> piece;
    std::vector<float> block(2048);
    std::size_t pushed = 0;
    std::size_t checked = 0;
    std::size_t wrong = 0;
    std::size_t turn = 0;
    while (checked < total)
    {
        while (pushed < total && pushed - checked < 4096)
        {
            piece.resize(std::min<std::size_t>(1 + turn * 37 % 1999, total - pushed));
            for (std::size_t i = 0; i < piece.size(); ++i)
                piece[i] = value(pushed + i);
            REQUIRE(rig.push(piece, 1, pushed == 0, pushed + piece.size() == total));
            pushed += piece.size();
            ++turn;
        }
        const auto size = blocks[turn++ % std::size(blocks)];
        rig.fifo.render(std::span(block).first(size), rate, {});
        for (std::size_t i = 0; i < size && checked < total; ++i, ++checked)
            wrong += checked >= fadeIn && block[i] != value(checked) ? 1U : 0U;
    }
    CHECK(wrong == 0);
    CHECK(rig.fifo.position() == total);
    CHECK(rig.fifo.underruns() == 0);
    rig.render(1);
    CHECK(rig.fifo.underruns() == 0);
    REQUIRE(rig.reports.size() == 2);
    CHECK(rig.reports[0].kind == Kind::started);
    CHECK(rig.reports[0].position == 0);
    CHECK(rig.reports[1].kind == Kind::finished);
    CHECK(rig.reports[1].position == total);
}

TEST_CASE("one response follows another without a gap bit for bit")
{
    PlayoutRig rig;
    const auto voice = sine(9600, 440, 48000);
    REQUIRE(rig.push(std::span(voice).first(4000), 1, true, true));
    REQUIRE(rig.push(std::span(voice).subspan(4000), 2, true, true));
    rig.render(9600, 100);
    CHECK(std::equal(voice.begin() + fadeInFrames, voice.end(), rig.heard.begin() + fadeInFrames));
    REQUIRE(rig.reports.size() == 4);
    CHECK(rig.reports[1].kind == Kind::finished);
    CHECK(rig.reports[1].token == 1);
    CHECK(rig.reports[1].position == 4000);
    CHECK(rig.reports[2].kind == Kind::started);
    CHECK(rig.reports[2].token == 2);
    CHECK(rig.reports[2].position == 4000);
}

TEST_CASE("a start is told with the time of the block it left in, not of the block before")
{
    PlayoutRig rig;
    const std::chrono::steady_clock::time_point first{std::chrono::seconds(1)};
    const std::chrono::steady_clock::time_point second{std::chrono::seconds(2)};
    REQUIRE(rig.push(level(480), 1, true, true));
    REQUIRE(rig.push(level(480), 2, true, true));
    std::vector<float> block(480);
    rig.fifo.render(block, 48000, first);
    rig.collect();
    REQUIRE(rig.reports.size() == 2);
    CHECK(rig.reports[0].at == first);
    CHECK(rig.reports[1].kind == Kind::finished);
    rig.fifo.render(block, 48000, second);
    rig.collect();
    REQUIRE(rig.reports.size() == 4);
    CHECK(rig.reports[2].at == second);
}

TEST_CASE("the voice begins from silence and ends in silence without a click")
{
    const std::size_t block = GENERATE(1U, 7U, 64U, 480U, 2048U);
    PlayoutRig rig;
    REQUIRE(rig.push(level(4800), 1, true, true));
    rig.render(9600, block);
    CHECK(largestStep(rig.heard) <= 0.5F * fadeStep * 1.01F);
    CHECK(rig.heard[2000] == 0.5F);
    CHECK(rig.heard.back() == 0.0F);
    CHECK(rig.fifo.underruns() == 0);
}

TEST_CASE("an interruption fades over 10 ms and nothing of the old voice sounds after it")
{
    const std::size_t block = GENERATE(1U, 7U, 64U, 479U, 480U, 481U, 2048U);
    PlayoutRig rig;
    REQUIRE(rig.push(sine(24000, 220, 48000), 1, true));
    rig.render(4800, block);
    const auto before = rig.fifo.position();
    rig.fifo.interrupt();
    rig.render(0, block);
    rig.renderBlock(0);
    CHECK(rig.fifo.position() == before);
    rig.render(9600, block);
    const auto cuts = rig.reportsOf(Kind::cut);
    REQUIRE(cuts.size() == 1);
    CHECK(cuts[0].position == before + fadeOutFrames);
    CHECK(cuts[0].resumedAt == 24000);
    CHECK(rig.fifo.position() == 24000);
    CHECK(rig.fifo.underruns() == 0);
    CHECK(std::all_of(rig.heard.begin() + static_cast<std::ptrdiff_t>(before + fadeOutFrames), rig.heard.end(),
                      [](float sample) { return sample == 0.0F; }));
    const float ownStep = 0.8F * 2 * std::numbers::pi_v<float> * 220 / 48000;
    CHECK(largestStep(rig.heard) <= ownStep + 0.8F * fadeStep);
}

TEST_CASE("the new voice may start in the block in which the old one ended")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(4800, 0.5F), 1, true));
    rig.render(960);
    rig.fifo.interrupt();
    REQUIRE(rig.push(level(4800, -0.5F), 2, true, true));
    rig.render(2048, 2048);
    const auto cuts = rig.reportsOf(Kind::cut);
    REQUIRE(cuts.size() == 1);
    CHECK(cuts[0].position == 960 + fadeOutFrames);
    CHECK(cuts[0].resumedAt == 4800);
    const auto starts = rig.reportsOf(Kind::started);
    REQUIRE(starts.size() == 2);
    CHECK(starts[1].position == 4800);
    const auto newVoice = 960 + fadeOutFrames;
    CHECK(rig.heard[newVoice] < 0.0F);
    CHECK(rig.heard[newVoice + fadeInFrames] == -0.5F);
    CHECK(largestStep(std::span(rig.heard).first(newVoice)) <= 0.5F * fadeStep * 1.01F);
}

TEST_CASE("an interruption while the voice fades in does not make it louder first")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(4800), 1, true));
    rig.render(100);
    const float reached = rig.heard.back();
    rig.fifo.interrupt();
    rig.render(1000);
    CHECK(*std::max_element(rig.heard.begin(), rig.heard.end()) <= reached);
    CHECK(largestStep(rig.heard) <= 0.5F * fadeStep * 1.01F);
}

TEST_CASE("when the old voice runs out during its fade it decays, and a second interruption changes nothing")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(700), 1, true));
    rig.render(500, 50);
    rig.fifo.interrupt();
    rig.render(100, 50);
    rig.fifo.interrupt();
    rig.render(1000, 50);
    CHECK(rig.fifo.position() == 700);
    CHECK(rig.reportsOf(Kind::cut).empty());
    CHECK(rig.fifo.underruns() == 0);
    CHECK(largestStep(rig.heard) <= 0.5F * fadeStep * 1.01F);
    CHECK(rig.heard.back() == 0.0F);
}

TEST_CASE("what never began to sound is cut without a sound")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(1000), 7, true));
    REQUIRE(rig.push(level(500), 8, false, true));
    rig.fifo.interrupt();
    rig.renderBlock(0);
    rig.collect();
    REQUIRE(rig.reports.size() == 1);
    CHECK(rig.reports[0].kind == Kind::cut);
    CHECK(rig.reports[0].token == 7);
    CHECK(rig.reports[0].position == 0);
    CHECK(rig.reports[0].resumedAt == 1500);
    rig.render(4800);
    CHECK(largestStep(rig.heard) == 0.0F);
}

TEST_CASE("an underrun is counted once a dry spell, decays, and the voice comes back faded in")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(1000), 1, true));
    rig.render(1000, 100);
    CHECK(rig.fifo.underruns() == 0);
    rig.render(3000, 100);
    CHECK(rig.fifo.underruns() == 1);
    REQUIRE(rig.push(level(1000), 1, false, false));
    rig.render(1100, 100);
    CHECK(rig.fifo.underruns() == 2);
    REQUIRE(rig.push({}, 1, false, true));
    rig.render(1000, 100);
    CHECK(rig.fifo.underruns() == 2);
    CHECK(largestStep(rig.heard) <= 0.5F * fadeStep * 1.01F);
    REQUIRE(rig.reportsOf(Kind::finished).size() == 1);
    CHECK(rig.reportsOf(Kind::finished)[0].position == 2000);
}

TEST_CASE("a voice that comes back while the last one still decays makes no click")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(1000), 1, true));
    rig.render(1050, 50);
    REQUIRE(rig.push(level(1000, -0.5F), 1));
    rig.render(1500, 50);
    CHECK(largestStep(rig.heard) <= 2 * 0.5F * fadeStep * 1.01F);
}

TEST_CASE("an end marked behind what was pushed finishes the response where its last frame left")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(480), 3, true));
    REQUIRE(rig.push({}, 3, false, true));
    rig.render(480);
    REQUIRE(rig.reportsOf(Kind::finished).size() == 1);
    CHECK(rig.reportsOf(Kind::finished)[0].position == 480);
    rig.render(480);
    CHECK(rig.fifo.underruns() == 0);
}

TEST_CASE("a response whose every frame was heard is finished even if an interruption comes before its end mark")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(480), 3, true));
    rig.render(480);
    REQUIRE(rig.push({}, 3, false, true));
    rig.fifo.interrupt();
    rig.render(480);
    CHECK(rig.reportsOf(Kind::finished).size() == 1);
    CHECK(rig.reportsOf(Kind::cut).empty());
}

TEST_CASE("a response that was cut is not finished")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(4800), 3, true));
    REQUIRE(rig.push({}, 3, false, true));
    rig.render(960);
    rig.fifo.interrupt();
    rig.render(4800);
    CHECK(rig.reportsOf(Kind::cut).size() == 1);
    CHECK(rig.reportsOf(Kind::finished).empty());
    CHECK(rig.fifo.underruns() == 0);
}

TEST_CASE("segments made for another sample rate are cut without a sound and told")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(4800), 1, true));
    rig.render(960);
    rig.rate = 44100;
    rig.render(4410);
    const auto cuts = rig.reportsOf(Kind::cut);
    REQUIRE(cuts.size() == 1);
    CHECK(cuts[0].position == 960);
    CHECK(cuts[0].resumedAt == 4800);
    CHECK(largestStep(rig.heard) <= 0.5F * 1.5F / 220.0F * 1.01F);
    REQUIRE(rig.push(level(4410), 1, false, true));
    rig.render(4410);
    CHECK(rig.fifo.position() == 9210);
    CHECK(rig.heard.back() == 0.5F);
    CHECK(rig.fifo.underruns() == 0);
}

TEST_CASE("a push that does not fit leaves nothing behind and is counted")
{
    PlayoutRig rig;
    SECTION("frames")
    {
        REQUIRE(rig.push(level(PlayoutFifo::frameCapacity - 100), 1, true));
        CHECK_FALSE(rig.push(level(101)));
        CHECK(rig.push(level(100)));
        CHECK(rig.fifo.pushedFrames() == PlayoutFifo::frameCapacity);
        CHECK_FALSE(rig.push(level(1)));
        CHECK(rig.fifo.refusedPushes() == 2);
        rig.render(PlayoutFifo::frameCapacity, 2048);
        CHECK(rig.fifo.position() == PlayoutFifo::frameCapacity);
        CHECK(rig.fifo.underruns() == 0);
    }
    SECTION("segments")
    {
        std::size_t fitted = 0;
        while (fitted < 2 * PlayoutFifo::segmentCapacity && rig.push(level(1)))
            ++fitted;
        CHECK(fitted == PlayoutFifo::segmentCapacity);
        CHECK(rig.fifo.pushedFrames() == fitted);
        CHECK(rig.fifo.refusedPushes() == 1);
        rig.render(fitted);
        CHECK(rig.fifo.position() == fitted);
    }
    SECTION("an empty push without an end does nothing")
    {
        CHECK(rig.push({}, 1, true, false));
        rig.render(480);
        CHECK(rig.reports.empty());
    }
}

TEST_CASE("no report is lost when nobody takes them: the audio thread waits in silence")
{
    PlayoutRig rig;
    const auto responses = PlayoutFifo::reportCapacity;
    for (std::size_t i = 0; i < responses; ++i)
        REQUIRE(rig.push(level(10), static_cast<std::uint32_t>(i), true, true));
    rig.render(10 * responses + 4800, 64, false);
    CHECK(rig.fifo.position() == 10 * responses / 2);
    CHECK(rig.fifo.stalledBlocks() > 0);
    CHECK(rig.heard.back() == 0.0F);
    CHECK(largestStep(rig.heard) <= 0.5F * fadeStep * 1.01F);

    SECTION("and goes on where it stood")
    {
        rig.render(10 * responses + 4800, 64);
        CHECK(rig.fifo.position() == 10 * responses);
        CHECK(rig.reportsOf(Kind::started).size() == responses);
        CHECK(rig.reportsOf(Kind::finished).size() == responses);
        CHECK(rig.fifo.underruns() == 0);
    }
    SECTION("and an interruption waits likewise, then is told once")
    {
        rig.fifo.interrupt();
        rig.render(4800, 64, false);
        CHECK(rig.fifo.position() == 10 * responses / 2);
        rig.collect();
        rig.render(64);
        const auto cuts = rig.reportsOf(Kind::cut);
        REQUIRE(cuts.size() == 1);
        CHECK(cuts[0].position == 10 * responses / 2);
        CHECK(cuts[0].resumedAt == 10 * responses);
        CHECK(rig.fifo.position() == 10 * responses);
    }
}
