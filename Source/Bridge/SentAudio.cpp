// SPDX-License-Identifier: Apache-2.0
#include "Bridge/SentAudio.h"

#include "Audio/Pcm16.h"
#include "Bridge/Level.h"

#include <algorithm>
#include <array>
#include <vector>

namespace parley::bridge
{
namespace
{

constexpr std::size_t windowSamples = 240;
constexpr std::uint64_t lookBack = std::uint64_t{5} * audio::wireSampleRate;
/// The same rule as that of the outside observer, see parley-host's SpeechActivity.
constexpr float belowLoudestDb = 35;
constexpr float aboveQuietDb = 9;
/// exp(-2 pi 150 Hz / 24 kHz)
constexpr float highPassKeeps = 0.96149F;

} // namespace

float SentAudio::HighPass::operator()(float sample) noexcept
{
    // So the next sample waits for one multiplication and one addition of this one.
    const float step = highPassKeeps * (sample - in);
    in = sample;
    out = highPassKeeps * out + step;
    return out;
}

float SentAudio::levelWithoutRumble(std::span<const std::int16_t> samples) noexcept
{
    std::array<float, windowSamples> heard{};
    for (std::size_t i = 0; i < samples.size(); ++i)
        heard[i] = second(first(static_cast<float>(samples[i]) / 32768.0F));
    return levelDb(std::span(heard).first(samples.size()));
}

void SentAudio::sent(std::span<const std::int16_t> samples, Time capturedAt)
{
    while (!samples.empty())
    {
        const auto part = samples.first(std::min(windowSamples, samples.size()));
        samples = samples.subspan(part.size());
        end += part.size();
        const auto after = std::chrono::nanoseconds(samples.size() * 1'000'000'000 / audio::wireSampleRate);
        windows.push_back({capturedAt - after, levelWithoutRumble(part), static_cast<std::uint32_t>(part.size())});
    }
    while (windows.size() > mostWindows)
        windows.pop_front();
}

/// What is louder is speech.
float SentAudio::speechLevel() const
{
    std::vector<float> levels;
    levels.reserve(windows.size());
    for (const auto& window : windows)
        levels.push_back(window.level);
    const auto loudest = *std::max_element(levels.begin(), levels.end());
    const auto quiet = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 10);
    std::nth_element(levels.begin(), quiet, levels.end());
    return std::max(loudest - belowLoudestDb, std::min(*quiet + aboveQuietDb, loudest));
}

std::optional<SentAudio::Time> SentAudio::endOfSpeech(std::uint64_t before) const
{
    auto after = windows.end();
    auto endOfPrevious = end;
    const auto stepBack = [&] { endOfPrevious -= (--after)->samples; };
    while (after != windows.begin() && endOfPrevious > before)
        stepBack();
    if (after == windows.begin())
        return std::nullopt;
    const auto otherwise = std::prev(after)->capturedAt;
    const auto threshold = speechLevel();
    while (after != windows.begin() && endOfPrevious + lookBack > before)
    {
        stepBack();
        if (after->level > silenceDb && after->level >= threshold)
            return after->capturedAt;
    }
    return otherwise;
}

void SentAudio::restart()
{
    *this = SentAudio();
}

} // namespace parley::bridge
