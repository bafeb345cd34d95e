// SPDX-License-Identifier: Apache-2.0
#include "Service/SpeechProbability.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace parley::service
{
namespace
{

// Tuned on the LibriVox and card clips of pocketsphinx-testdata, on flite's voices, and on noise, tones and hum.
constexpr double evenOddsDb = 9.0;       ///< Over the floor, for a probability of one half.
constexpr double slopeDb = 3.0;          ///< Of the logistic curve.
constexpr double soundOverFloorDb = 4.0; ///< From here on a sound is followed.
constexpr double lowestFloorDb = -65.0;  ///< What is near this level is silence, however quiet the rest.
constexpr double firstFloorDb = -55.0;   ///< Assumed before anything was heard: speech may come in the first frame.
constexpr double steadyRangeDb = 3.0;    ///< White noise ranges over about 2 dB, speech over 5 to 30.
constexpr double preEmphasis = 0.9;
constexpr std::size_t framesPerBlock = 20;
constexpr std::size_t blocks = 6;
constexpr std::size_t shortestSoundFrames = 5;
constexpr std::size_t steadyWindowFrames = 16;
constexpr std::size_t endOfSoundFrames = 5;

} // namespace

double SpeechProbability::Section::process(double in) noexcept
{
    const double out = forward[0] * in + state[0];
    state[0] = forward[1] * in - back[0] * out + state[1];
    state[1] = forward[2] * in - back[1] * out;
    return out;
}

SpeechProbability::Section SpeechProbability::makeSection(bool isHighPass, double frequency)
{
    const double w = 2.0 * std::numbers::pi * frequency / 24000.0;
    const double alpha = std::sin(w) / std::numbers::sqrt2;
    const double cosine = std::cos(w);
    const double scale = 1.0 / (1.0 + alpha);
    const double edge = scale * (isHighPass ? 1.0 + cosine : 1.0 - cosine) / 2.0;
    Section section;
    section.forward = {edge, isHighPass ? -2.0 * edge : 2.0 * edge, edge};
    section.back = {-2.0 * cosine * scale, (1.0 - alpha) * scale};
    return section;
}

double SpeechProbability::levelDb(std::span<const std::int16_t, frameSamples> frame)
{
    double energy = 0.0;
    for (const auto sample : frame)
    {
        const double value = sample / 32768.0;
        double filtered = value - preEmphasis * previousSample;
        previousSample = value;
        for (auto& section : sections)
            filtered = section.process(filtered);
        energy += filtered * filtered;
    }
    return 10.0 * std::log10(energy / static_cast<double>(frameSamples) + 1e-9);
}

double SpeechProbability::noiseFloorDb(double level)
{
    if (blockMinima.empty())
        blockMinima.push_back(firstFloorDb);
    if (blockFrames == framesPerBlock)
    {
        blockFrames = 0;
        blockMinima.push_back(level);
        if (blockMinima.size() > blocks)
            blockMinima.pop_front();
    }
    blockFrames += 1;
    blockMinima.back() = std::min(blockMinima.back(), level);
    return std::max(lowestFloorDb, *std::ranges::min_element(blockMinima));
}

bool SpeechProbability::isSteady(double level, bool isOverFloor)
{
    quietFrames = isOverFloor ? 0 : quietFrames + 1;
    if (quietFrames >= endOfSoundFrames)
    {
        onsetFrames = 0;
        soundLevels.clear();
    }
    if (onsetFrames == 0 && !isOverFloor)
        return true;
    onsetFrames += 1;
    // The sound's first frame is partly what was before it, and would make any sound look unsteady.
    if (isOverFloor && onsetFrames > 1)
        soundLevels.push_back(level);
    if (soundLevels.size() > steadyWindowFrames)
        soundLevels.pop_front();
    if (soundLevels.size() < shortestSoundFrames)
        return true;
    const auto [lowest, highest] = std::ranges::minmax_element(soundLevels);
    return *highest - *lowest < steadyRangeDb;
}

double SpeechProbability::process(std::span<const std::int16_t, frameSamples> frame)
{
    const double level = levelDb(frame);
    const double overFloor = level - noiseFloorDb(level);
    if (isSteady(level, overFloor > soundOverFloorDb))
        return 0.0;
    return 1.0 / (1.0 + std::exp((evenOddsDb - overFloor) / slopeDb));
}

} // namespace parley::service
