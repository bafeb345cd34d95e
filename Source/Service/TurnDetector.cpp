// SPDX-License-Identifier: Apache-2.0
#include "Service/TurnDetector.h"

#include "Service/InputBuffer.h"

#include <algorithm>

namespace parley::service
{
namespace
{

constexpr auto frameSamples = SpeechProbability::frameSamples;

/// One frame alone is a click.
constexpr std::size_t framesToStart = 2;

/// Within a turn a little less than the threshold still is speech, so that a word does not end in its vowel.
constexpr double hysteresis = 0.15;

} // namespace

void TurnDetector::restart(std::int64_t start)
{
    *this = TurnDetector();
    position = start;
    earliest = start;
}

void TurnDetector::abandonTurn()
{
    speaking = false;
    speechFrames = 0;
    silentSamples = 0;
    earliest = position;
}

std::vector<TurnBorder> TurnDetector::process(std::span<const std::int16_t> samples, const TurnDetection& settings)
{
    std::vector<TurnBorder> borders;
    while (!samples.empty())
    {
        const auto count = std::min(samples.size(), frameSamples - frame.size());
        frame.insert(frame.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
        samples = samples.subspan(count);
        if (frame.size() < frameSamples)
            break;
        processFrame(settings, borders);
        frame.clear();
    }
    return borders;
}

void TurnDetector::processFrame(const TurnDetection& settings, std::vector<TurnBorder>& borders)
{
    const auto likelihood = probability.process(std::span<const std::int16_t, frameSamples>(frame));
    position += static_cast<std::int64_t>(frameSamples);
    // A threshold of 0 still needs a sound, one of 1 still lets loud speech through.
    const auto threshold = std::clamp(settings.threshold, 0.01, 0.995);
    if (!speaking)
    {
        speechFrames = likelihood >= threshold ? speechFrames + 1 : 0;
        if (speechFrames < framesToStart)
            return;
        speaking = true;
        silentSamples = 0;
        const auto onset = position - static_cast<std::int64_t>(probability.framesSinceOnset() * frameSamples);
        borders.push_back({true, std::max(earliest, onset - toSamples(settings.prefixPadding)), 0});
        return;
    }
    const bool isSpeech = likelihood >= std::max(0.01, threshold - hysteresis);
    silentSamples = isSpeech ? 0 : silentSamples + static_cast<std::int64_t>(frameSamples);
    if (silentSamples < std::max(toSamples(settings.silenceDuration), static_cast<std::int64_t>(frameSamples)))
        return;
    borders.push_back({false, position, speechEnd()});
    abandonTurn();
}

} // namespace parley::service
