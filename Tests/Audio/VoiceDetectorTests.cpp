// SPDX-License-Identifier: Apache-2.0
#include "Audio/VoiceDetector.h"
#include "Support/Skip.h"
#include "Support/Speech.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace parley::audio;

namespace
{

constexpr std::size_t rate = VoiceDetector::sampleRate;
constexpr std::size_t frame = VoiceDetector::frameLength;

VoiceDetector make()
{
    auto made = VoiceDetector::create();
    REQUIRE(made);
    return std::move(made).value();
}

std::vector<VoiceFrame> judged(VoiceDetector& detector, const std::vector<float>& samples, std::size_t most = 100000)
{
    std::vector<VoiceFrame> frames;
    std::mt19937 random(4);
    for (std::size_t at = 0; at < samples.size();)
    {
        const auto now = std::min<std::size_t>(samples.size() - at, most < 1000 ? 1 + random() % most : most);
        detector.process(std::span(samples).subspan(at, now), [&](const VoiceFrame& one) { frames.push_back(one); });
        at += now;
    }
    return frames;
}

std::vector<VoiceFrame> judged(const std::vector<float>& samples)
{
    auto detector = make();
    return judged(detector, samples);
}

/// Noise that falls by 3 dB an octave (Kellet's filter), at this RMS.
std::vector<float> pinkNoise(std::size_t samples, double rms, std::uint32_t seed)
{
    auto made = whiteNoise(samples, 1, seed);
    std::array<float, 3> state{};
    for (auto& sample : made)
    {
        state[0] = 0.99765F * state[0] + sample * 0.0990460F;
        state[1] = 0.96300F * state[1] + sample * 0.2965164F;
        state[2] = 0.57000F * state[2] + sample * 1.0526913F;
        sample = state[0] + state[1] + state[2] + sample * 0.1848F;
    }
    const auto scale = static_cast<float>(rms / std::sqrt(powerOf(made, 0, made.size())));
    for (auto& sample : made)
        sample *= scale;
    return made;
}

/// The frames in which somebody speaks: within 18 dB of the loud ones, gaps below 200 ms filled.
std::vector<bool> truthOf(const std::vector<float>& speech)
{
    std::vector<double> levels;
    for (std::size_t at = 0; at + frame <= speech.size(); at += frame)
        levels.push_back(powerOf(speech, at, at + frame));
    auto sorted = levels;
    std::sort(sorted.begin(), sorted.end());
    const double least = sorted[sorted.size() * 95 / 100] * std::pow(10.0, -1.8);
    std::vector<bool> truth(levels.size());
    std::size_t lastSpeech = levels.size();
    for (std::size_t i = 0; i < levels.size(); ++i)
    {
        if (levels[i] < least)
            continue;
        for (auto gap = lastSpeech < i && i - lastSpeech < 20 ? lastSpeech : i; gap <= i; ++gap)
            truth[gap] = true;
        lastSpeech = i;
    }
    return truth;
}

/// The first frame of speech that goes on for 100 ms: the breath before it is none.
std::ptrdiff_t startOf(const std::vector<bool>& truth)
{
    auto at = truth.begin();
    while (std::count(at, at + 10, true) < 10)
        ++at;
    return at - truth.begin();
}

} // namespace

TEST_CASE("a minute of steady noise is never long enough taken for speech to interrupt anybody")
{
    // Noise 20, 10 and 5 dB below speech at -26 dBFS.
    const double rms = GENERATE(0.005, 0.0158, 0.028);
    const bool isPink = GENERATE(false, true);
    CAPTURE(rms, isPink);
    const auto frames = judged(isPink ? pinkNoise(60 * rate, rms, 1) : whiteNoise(60 * rate, rms, 1));
    CHECK(frames.size() == 6000);
    // At 5 dB a syllable is guessed once in a minute: half of the time that confirms speech.
    const auto most = rms > 0.02 ? 7 : 0;
    CHECK(std::count_if(frames.begin(), frames.end(), [](const VoiceFrame& one) { return one.isSpeech; }) <= most);
}

TEST_CASE("silence is not speech")
{
    const auto frames = judged(std::vector<float>(rate));
    for (const auto& one : frames)
    {
        REQUIRE_FALSE(one.isSpeech);
        REQUIRE(one.levelDb == -120);
    }
}

TEST_CASE("recorded speech is found, and its start within 100 ms")
{
    const std::size_t clip = GENERATE(0U, 1U, 2U, 3U, 4U);
    const auto speech = atRate(recordedSpeech(4, clip), 16000, rate);
    if (speech.empty())
        PARLEY_SKIP("the recordings of pocketsphinx-testdata are not installed");
    CAPTURE(clip);
    auto heard = whiteNoise(rate, 0.0005, 1);
    heard.insert(heard.end(), speech.begin(), speech.end());
    const auto frames = judged(heard);
    const auto truth = truthOf(heard);
    REQUIRE(frames.size() == truth.size());
    const auto start = startOf(truth);
    const auto isSpeech = [](const VoiceFrame& one) { return one.isSpeech; };
    const auto found = std::find_if(frames.begin() + start, frames.end(), isSpeech) - frames.begin();
    CHECK(found - start <= 10);
    std::size_t spoken = 0;
    std::size_t right = 0;
    for (std::size_t i = 0; i < truth.size(); ++i)
    {
        spoken += truth[i] ? 1 : 0;
        right += truth[i] && frames[i].isSpeech ? 1 : 0;
    }
    CHECK(100 * right > 85 * spoken);
}

TEST_CASE("each frame says where it ends and how loud it is")
{
    std::vector<float> samples(3 * frame + 100);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = i % 2 == 0 ? 0.1F : -0.1F;
    const auto frames = judged(samples);
    REQUIRE(frames.size() == 3);
    for (std::size_t i = 0; i < frames.size(); ++i)
    {
        CHECK(frames[i].last == (i + 1) * frame);
        CHECK(frames[i].levelDb == Approx(-20).margin(0.01));
    }
}

TEST_CASE("what is heard does not depend on how the signal is cut")
{
    const auto speech = atRate(syntheticSpeech(3, 2), 16000, rate);
    auto whole = make();
    auto cut = make();
    const auto wanted = judged(whole, speech);
    const auto frames = judged(cut, speech, 700);
    REQUIRE(frames.size() == wanted.size());
    for (std::size_t i = 0; i < frames.size(); ++i)
        REQUIRE(frames[i].isSpeech == wanted[i].isSpeech);
}

TEST_CASE("after a reset the detector hears as if it were new")
{
    const auto speech = atRate(syntheticSpeech(2, 2), 16000, rate);
    auto detector = make();
    const auto first = judged(detector, speech);
    CHECK(std::any_of(first.begin(), first.end(), [](const VoiceFrame& one) { return one.isSpeech; }));
    static_cast<void>(judged(detector, std::vector<float>(100, 0.5F)));
    detector.reset();
    const auto again = judged(detector, speech);
    REQUIRE(again.size() == first.size());
    for (std::size_t i = 0; i < again.size(); ++i)
    {
        REQUIRE(again[i].isSpeech == first[i].isSpeech);
        REQUIRE(again[i].last == first[i].last);
    }
}
