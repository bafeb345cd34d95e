// SPDX-License-Identifier: Apache-2.0
#include "Host/SpeechActivity.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using parley::host::SpeechActivity;

namespace
{

constexpr int rate = 16000;

void add(std::vector<float>& samples, std::size_t begin, std::size_t end, double hz, double level)
{
    for (auto frame = begin; frame < end; ++frame)
        samples[frame] +=
            static_cast<float>(level * std::sin(2 * std::numbers::pi * hz * static_cast<double>(frame) / rate));
}

} // namespace

TEST_CASE("speech begins and ends where its sound does, to a window of 10 ms")
{
    std::vector<float> samples(rate);
    add(samples, 3210, 8050, 500, 0.3);
    const SpeechActivity activity(samples, rate);
    CHECK(activity.firstFrame(0).value() == 3200);
    CHECK(activity.lastFrame(samples.size()).value() == 8159);
}

TEST_CASE("rumble on the microphone after the last word is not speech")
{
    std::vector<float> samples(rate);
    add(samples, 1600, 3200, 500, 0.3);
    add(samples, 0, samples.size(), 12, 0.1); // Within 10 dB of the words by its peak.
    const SpeechActivity activity(samples, rate);
    CHECK(activity.firstFrame(0).value() == 1600);
    CHECK(activity.lastFrame(samples.size()).value() <= 3359);
}

TEST_CASE("noise far below the words is not speech, a weak last sound is")
{
    std::vector<float> samples(rate);
    add(samples, 1600, 3200, 500, 0.5);
    add(samples, 3200, 4800, 2000, 0.02);  // -28 dB.
    add(samples, 4800, 9600, 2000, 0.003); // -44 dB.
    CHECK(SpeechActivity(samples, rate).lastFrame(samples.size()).value() == 4799);
}

TEST_CASE("only speech within the bounds is found")
{
    std::vector<float> samples(rate);
    add(samples, 1600, 3200, 500, 0.5);
    add(samples, 8000, 9600, 500, 0.5);
    const SpeechActivity activity(samples, rate);
    CHECK(activity.firstFrame(2000).value() == 2000);
    CHECK(activity.firstFrame(4000).value() == 8000);
    CHECK_FALSE(activity.firstFrame(12000));
    CHECK(activity.lastFrame(8080).value() == 8079);
    CHECK(activity.lastFrame(7000).value() < 3360);
    CHECK_FALSE(activity.lastFrame(1000));
}

TEST_CASE("there is no speech in silence, and none in nothing")
{
    CHECK_FALSE(SpeechActivity(std::vector<float>(1000), rate).firstFrame(0));
    CHECK_FALSE(SpeechActivity({}, rate).lastFrame(10));
}
