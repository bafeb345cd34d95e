// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/DelayFinder.h"
#include "Support/EchoScene.h"
#include "Support/Speech.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace parley::audio;
using parley::audio::detail::Decimator;
using parley::audio::detail::DelayFinder;

namespace
{

constexpr double rate = VoiceProcessor::sampleRate;

/// The finder with what stands in front of it; `after` is told the seconds that went in.
void listen(DelayFinder& finder, const std::vector<float>& microphone, const std::vector<float>& reference,
            const std::function<void(double)>& after = {})
{
    constexpr auto frame = Decimator::frameIn;
    Decimator ofMicrophone;
    Decimator ofReference;
    for (std::size_t at = 0; at + frame <= microphone.size(); at += frame)
    {
        finder.process(ofMicrophone.process(std::span(microphone).subspan(at, frame)),
                       ofReference.process(std::span(reference).subspan(at, frame)));
        if (after)
            after(static_cast<double>(at + frame) / rate);
    }
}

EchoScene sceneOf(double delayMs, double driftPpm, double seconds, const std::vector<float>& near = {})
{
    EchoSetup setup;
    setup.delayMs = delayMs;
    setup.driftPpm = driftPpm;
    setup.reverberation = 0.2;
    setup.reflections = 60;
    return EchoScene(setup, syntheticSpeech(seconds, 3), near);
}

std::vector<float> nearSpeech(double seconds, float gain, std::uint32_t seed)
{
    auto speech = syntheticSpeech(seconds, seed);
    for (auto& sample : speech)
        sample *= gain;
    return speech;
}

} // namespace

TEST_CASE("finds within three seconds how late the echo comes, to a tenth of a millisecond")
{
    const double delayMs = GENERATE(5.0, 80.0, 200.5, 480.0);
    const auto scene = sceneOf(delayMs, 0, 3);
    DelayFinder finder;
    listen(finder, scene.microphone, scene.reference);
    REQUIRE(finder.delay());
    CHECK(*finder.delay() * 1000 == Approx(delayMs).margin(0.1));
    CHECK(std::abs(finder.rate()) < 20e-6);
}

TEST_CASE("finds an echo that comes nearly a second late")
{
    const auto scene = sceneOf(970, 0, 5);
    DelayFinder finder;
    listen(finder, scene.microphone, scene.reference);
    REQUIRE(finder.delay());
    CHECK(*finder.delay() * 1000 == Approx(970).margin(0.1));
}

TEST_CASE("an inverted loudspeaker makes no difference to the delay")
{
    auto scene = sceneOf(120, 0, 3);
    for (auto& sample : scene.microphone)
        sample = -sample;
    DelayFinder finder;
    listen(finder, scene.microphone, scene.reference);
    REQUIRE(finder.delay());
    CHECK(*finder.delay() * 1000 == Approx(120).margin(0.1));
}

TEST_CASE("follows a delay that slides because two clocks differ, without a jolt")
{
    const double ppm = GENERATE(200.0, -100.0);
    const auto scene = sceneOf(150, ppm, 8);
    DelayFinder finder;
    std::optional<double> last;
    double largestStep = 0;
    listen(finder, scene.microphone, scene.reference,
           [&](double seconds)
           {
               if (last)
                   largestStep = std::max(largestStep, std::abs(*finder.delay() - *last));
               last = finder.delay();
               if (seconds > 3)
                   REQUIRE(*last * 1000 == Approx(150 + ppm * 1e-3 * seconds).margin(0.5));
           });
    CHECK(finder.rate() * 1e6 == Approx(ppm).margin(25));
    CHECK(largestStep < 0.15e-3);
}

TEST_CASE("somebody louder than the echo does not move the delay")
{
    const auto scene = sceneOf(200, 0, 8, nearSpeech(8, 1, 21));
    DelayFinder finder;
    const auto quiet = sceneOf(200, 0, 2);
    listen(finder, quiet.microphone, quiet.reference);
    REQUIRE(finder.delay());
    listen(finder, scene.microphone, scene.reference,
           [&](double) { REQUIRE(*finder.delay() * 1000 == Approx(200).margin(0.5)); });
}

TEST_CASE("finds nothing where there is no echo")
{
    const std::uint32_t seed = GENERATE(1U, 2U, 3U);
    const auto reference = atRate(syntheticSpeech(8, seed), 16000, 48000);
    DelayFinder finder;
    SECTION("somebody speaks")
    {
        listen(finder, atRate(syntheticSpeech(8, seed + 50), 16000, 48000), reference);
    }
    SECTION("the room is only noisy")
    {
        listen(finder, whiteNoise(reference.size(), 0.003, seed), reference);
    }
    SECTION("the microphone is off")
    {
        listen(finder, std::vector<float>(reference.size()), reference);
    }
    SECTION("nothing is played")
    {
        listen(finder, reference, std::vector<float>(reference.size()));
    }
    CHECK_FALSE(finder.delay());
}

TEST_CASE("finds the delay anew when the loudspeaker changes")
{
    const auto before = sceneOf(60, 0, 3);
    const auto after = sceneOf(320, 0, 8);
    DelayFinder finder;
    listen(finder, before.microphone, before.reference);
    REQUIRE(*finder.delay() * 1000 == Approx(60).margin(0.1));
    listen(finder, after.microphone, after.reference);
    CHECK(*finder.delay() * 1000 == Approx(320).margin(0.1));
}

TEST_CASE("a delay is kept through a pause and forgotten on request")
{
    const auto scene = sceneOf(60, 0, 3);
    DelayFinder finder;
    listen(finder, scene.microphone, scene.reference);
    const std::vector<float> silence(5 * 48000);
    listen(finder, silence, silence);
    CHECK(*finder.delay() * 1000 == Approx(60).margin(0.2));
    finder.reset();
    CHECK_FALSE(finder.delay());
}
