// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/CrossCorrelation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace parley::audio::detail
{
namespace
{

constexpr std::size_t fftSize = 9600;
constexpr std::size_t window = CrossCorrelation::longestDelay + CrossCorrelation::blockLength;
static_assert(window <= fftSize, "the delays wrap around");
constexpr double binWidth = static_cast<double>(CrossCorrelation::sampleRate) / fftSize;

// 250 Hz to 3 kHz: below is hum, above the decimator's edge.
constexpr std::size_t lowestBin = 250 * fftSize / CrossCorrelation::sampleRate;
constexpr std::size_t highestBin = 3000 * fftSize / CrossCorrelation::sampleRate;

// The slip is looked for in steps of 1/16 ms; neighbouring frequencies differ little there and are taken together.
constexpr double slipStep = 0.0625e-3;
constexpr int slipReach = 10;
constexpr std::size_t groupSize = 30;
constexpr std::size_t groups = (highestBin - lowestBin) / groupSize;
static_assert((highestBin - lowestBin) % groupSize == 0);

constexpr std::size_t edge = 160;     // 20 ms. Half as much finds the delay as soon, but not always.
constexpr float kept = 0.94F;         // of the sum from block to block: a memory of 2.6 s.
constexpr float silentPower = 1e-7F;  // -70 dBFS: a reference below it leaves no echo worth looking for.
constexpr float quietestRise = 1.02F; // a block: 1 dB in two seconds.

float power(std::span<const float> samples)
{
    return std::inner_product(samples.begin(), samples.end(), samples.begin(), 0.0F) /
           static_cast<float>(samples.size());
}

/// Where the top of a parabola through three values lies, from the middle one.
double vertex(double before, double middle, double after)
{
    const double bend = before - 2 * middle + after;
    return bend < 0 ? 0.5 * (before - after) / bend : 0;
}

using Differences = std::array<std::complex<double>, groups>;
using Likeness = std::array<double, 2 * slipReach + 1>;

Likeness likenessOf(const Differences& differences)
{
    Likeness likeness{};
    for (std::size_t group = 0; group < groups; ++group)
    {
        const double bin = static_cast<double>(lowestBin + group * groupSize) + 0.5 * (groupSize - 1);
        const double turn = 2 * std::numbers::pi * bin * binWidth * slipStep;
        const auto step = std::polar(1.0, turn);
        auto phasor = differences[group] * std::polar(1.0, -turn * slipReach);
        for (auto& value : likeness)
        {
            value += phasor.real();
            phasor *= step;
        }
    }
    return likeness;
}

} // namespace

CrossCorrelation::CrossCorrelation()
    : fft(fftSize)
    , played(fftSize)
    , heard(fftSize)
    , playedSpectrum(fft.bins())
    , block(fft.bins())
    , sum(fft.bins())
    , correlation(fftSize)
{
}

bool CrossCorrelation::listen(const Decimator::Frame& microphone, const Decimator::Frame& reference)
{
    if (filled == blockLength)
    {
        std::copy(played.begin() + blockLength, played.begin() + window, played.begin());
        filled = 0;
    }
    const auto at = static_cast<std::ptrdiff_t>(longestDelay + filled);
    std::copy(reference.begin(), reference.end(), played.begin() + at);
    std::copy(microphone.begin(), microphone.end(), heard.begin() + at);
    filled += microphone.size();
    return filled == blockLength;
}

bool CrossCorrelation::compare()
{
    const float weight = weightOfBlock();
    if (weight <= 0 || power(std::span(played).first(window)) < silentPower)
        return false;
    fadeEdges();
    fft.forward(played, playedSpectrum);
    fft.forward(heard, block);
    for (std::size_t i = lowestBin; i < highestBin; ++i)
    {
        const auto product = block[i] * std::conj(playedSpectrum[i]);
        const float size = std::abs(product);
        block[i] = size > 0 ? product * (weight / size) : RealFft::Bin();
    }
    return true;
}

/// Both signals are cut off where the block ends. The two cuts at the same moment look like an echo without delay, and
/// in a voice's first second they are sharper than the echo.
void CrossCorrelation::fadeEdges()
{
    const auto sounds = std::span(heard).subspan(longestDelay, blockLength);
    for (std::size_t i = 0; i < edge; ++i)
    {
        const auto gain = static_cast<float>(
            0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(edge)));
        sounds[i] *= gain;
        sounds[blockLength - 1 - i] *= gain;
    }
}

/// How far the block stands out of the microphone's noise: a pause of the echo says nothing.
float CrossCorrelation::weightOfBlock()
{
    const float now = power(std::span(heard).subspan(longestDelay, blockLength));
    quietest = std::min(now, quietest * quietestRise);
    return now > 0 ? now / (now + 3 * quietest) : 0;
}

// All reflections of the room count here, not one peak: while the clocks drift, the peak wanders from one reflection to
// another, and this does not.
CrossCorrelation::Slip CrossCorrelation::slip() const
{
    Differences differences{};
    double ofBlock = 0;
    double ofSum = 0;
    for (std::size_t i = lowestBin; i < highestBin; ++i)
    {
        differences[(i - lowestBin) / groupSize] += std::complex<double>(block[i] * std::conj(sum[i]));
        ofBlock += static_cast<double>(std::norm(block[i]));
        ofSum += static_cast<double>(std::norm(sum[i]));
    }
    const auto likeness = likenessOf(differences);
    const auto highest = std::max_element(likeness.begin(), likeness.end());
    if (highest == likeness.begin() || highest + 1 == likeness.end() || ofBlock <= 0 || ofSum <= 0)
        return {};
    const double at = static_cast<double>(highest - likeness.begin()) - slipReach;
    return {(at + vertex(*(highest - 1), *highest, *(highest + 1))) * slipStep, *highest / std::sqrt(ofBlock * ofSum)};
}

void CrossCorrelation::add(double later)
{
    const double turn = -2 * std::numbers::pi * binWidth * later;
    auto phasor = std::polar(1.0, turn * static_cast<double>(lowestBin));
    const auto step = std::polar(1.0, turn);
    for (std::size_t i = lowestBin; i < highestBin; ++i, phasor *= step)
        sum[i] = kept * sum[i] * RealFft::Bin(phasor) + block[i];
    fft.inverse(sum, correlation);
}

CrossCorrelation::Peak CrossCorrelation::peak() const
{
    const auto delays = std::span(correlation).first(delaysPossible());
    // A loudspeaker may be wired the wrong way round.
    const auto larger = [](float left, float right) { return std::abs(left) < std::abs(right); };
    const auto highest = std::max_element(delays.begin(), delays.end(), larger);
    const auto at = static_cast<std::size_t>(highest - delays.begin());
    const double rest = std::sqrt(static_cast<double>(power(delays)));
    const double sign = *highest < 0 ? -1 : 1;
    double part = 0;
    if (at > 0 && at + 1 < delays.size())
        part = vertex(sign * static_cast<double>(delays[at - 1]), sign * static_cast<double>(*highest),
                      sign * static_cast<double>(delays[at + 1]));
    return {(static_cast<double>(at) + part) / sampleRate,
            rest > 0 ? std::abs(static_cast<double>(*highest)) / rest : 0};
}

/// Longer ones than the reference has sounded for would only make the peak look sharper.
std::size_t CrossCorrelation::delaysPossible() const
{
    const auto sounds = [](float sample) { return sample * sample > silentPower; };
    const auto first = std::find_if(played.begin(), played.begin() + window, sounds) - played.begin();
    return std::clamp<std::size_t>(window - static_cast<std::size_t>(first), blockLength, longestDelay + 1);
}

void CrossCorrelation::reset()
{
    std::fill(played.begin(), played.end(), 0.0F);
    std::fill(heard.begin(), heard.end(), 0.0F);
    std::fill(sum.begin(), sum.end(), RealFft::Bin());
    filled = 0;
    quietest = 1;
}

} // namespace parley::audio::detail
