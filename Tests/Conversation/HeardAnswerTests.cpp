// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"
#include "Audio/PlayoutFifo.h"
#include "Audio/Resampler.h"
#include "HeardAnswer.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <optional>

using namespace parley;
using namespace parley::listening;

namespace
{

/// Three seconds that never repeat: a gliding tone with a slow rise and fall, as a voice has.
std::vector<std::int16_t> voice()
{
    std::vector<std::int16_t> samples(3 * audio::wireSampleRate);
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const double t = static_cast<double>(i) / audio::wireSampleRate;
        const double level = 0.05 + 0.3 * std::pow(std::sin(2.1 * t + 0.3), 2);
        samples[i] = static_cast<std::int16_t>(
            32767 * level * std::sin(2 * std::numbers::pi * (200 * t + 150 * t * t) + 3 * std::sin(7 * t)));
    }
    return samples;
}

/// What the product's fifo plays of the voice: half a second of silence, the voice, half a second of silence. The
/// interruption comes after so many frames of the voice.
std::vector<float> played(int rate, std::optional<std::size_t> interruptedAt = std::nullopt)
{
    auto resampler = audio::Resampler::create(audio::wireSampleRate, rate).value();
    const auto samples = voice();
    std::vector<float> floats(samples.size());
    audio::pcm16ToFloat(samples, floats);
    std::vector<float> frames;
    resampler.process(floats, frames);
    resampler.finish(frames);

    audio::PlayoutFifo fifo;
    std::vector<float> reply(static_cast<std::size_t>(rate / 2));
    constexpr std::size_t block = 441;
    std::size_t pushed = 0;
    const auto end = reply.size() + frames.size() + static_cast<std::size_t>(rate / 2);
    bool isInterrupted = false;
    while (reply.size() < end)
    {
        const auto count = isInterrupted ? 0 : std::min(block, frames.size() - pushed);
        const auto isLast = pushed + count == frames.size();
        REQUIRE(fifo.push({0, 1, rate, pushed == 0, isLast}, std::span(frames).subspan(pushed, count)));
        pushed += count;
        if (interruptedAt && !isInterrupted && pushed > *interruptedAt)
        {
            fifo.interrupt();
            isInterrupted = true;
        }
        reply.resize(reply.size() + block);
        fifo.render(std::span(reply).last(block), rate, {});
    }
    for (auto& one : reply)
        one = std::round(one * 32768.0F) / 32768.0F;
    return reply;
}

HeardAnswer find(const std::vector<float>& reply, int rate)
{
    const auto found = findAnswer(reply, rate, 0, voice());
    REQUIRE(found);
    return found.value();
}

} // namespace

TEST_CASE("an answer that sounds as it was sent has no fault", "[listening]")
{
    const auto rate = GENERATE(8000, 22050, 44100, 48000, 96000);
    CAPTURE(rate);
    const auto reply = played(rate);
    const auto heard = find(reply, rate);
    CHECK(heard.begin == static_cast<std::size_t>(rate / 2));
    CHECK(heard.wasHeardOut);
    CHECK(heard.heardMs == Approx(3000).margin(1));
    CHECK(heard.missingMs == 0);
    CHECK(heard.residualDb < -60);
    CHECK(heard.hostResidualDb < -60);
    CHECK(heard.clicks == 0);
    CHECK(soundOutside(reply, rate, std::vector{heard}) == 0);
}

TEST_CASE("words lost in the middle of an answer are missed", "[listening]")
{
    auto reply = played(48000);
    reply.erase(reply.begin() + 96000, reply.begin() + 96000 + 1440);
    const auto heard = find(reply, 48000);
    CHECK(heard.missingMs == Approx(30));
    CHECK(heard.residualDb > -20);
}

TEST_CASE("silence put into an answer counts as less than nothing missing", "[listening]")
{
    auto reply = played(48000);
    reply.insert(reply.begin() + 96000, 240, 0.0F);
    const auto heard = find(reply, 48000);
    CHECK(heard.missingMs == Approx(-5));
    CHECK(heard.clicks > 0);
}

TEST_CASE("a step that the voice does not hold is a click, at a block's edge and at the end", "[listening]")
{
    auto reply = played(48000);
    SECTION("a single frame in a loud passage")
    {
        reply[60000] += 0.1F;
    }
    SECTION("a single frame in a soft passage")
    {
        reply[96000 - 480] += 0.02F;
    }
    SECTION("the last word breaks off")
    {
        const auto end = std::size_t{24000 + 3 * 48000 - 400};
        std::fill(reply.begin() + end, reply.end(), 0.0F);
    }
    CHECK(find(reply, 48000).clicks > 0);
}

TEST_CASE("an interrupted answer is heard up to the end of its fade, without a click", "[listening]")
{
    const auto heard = find(played(48000, 48000), 48000);
    CHECK_FALSE(heard.wasHeardOut);
    CHECK(heard.heardMs == Approx(1010).margin(10));
    CHECK(heard.clicks == 0);
    CHECK(heard.residualDb < -50);
}

TEST_CASE("of an answer that was interrupted at once only the ends are told", "[listening]")
{
    const auto reply = played(48000, 1000);
    const auto heard = find(reply, 48000);
    CHECK(heard.isFragment);
    CHECK_FALSE(heard.wasHeardOut);
    CHECK(heard.heardMs == Approx(30).margin(10));
    CHECK(soundOutside(reply, 48000, std::vector{heard}) == 0);
}

TEST_CASE("sound before, between and after answers is counted", "[listening]")
{
    auto reply = played(48000);
    const auto heard = find(reply, 48000);
    reply[0] = 1.0F / 32768.0F;
    reply.back() = -1.0F / 32768.0F;
    CHECK(soundOutside(reply, 48000, std::vector{heard}) == 2);
}

TEST_CASE("an answer that does not sound is an error", "[listening]")
{
    CHECK_FALSE(findAnswer(std::vector<float>(4800), 48000, 0, voice()));
}
