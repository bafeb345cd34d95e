// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/EchoMeter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace parley::audio::detail
{
namespace
{

constexpr std::size_t windowLength = 2048; // 256 ms at 8 kHz.
constexpr std::size_t hop = 480;
constexpr std::size_t lowestBin = 25; // 100 Hz to 3.4 kHz.
constexpr std::size_t highestBin = 870;

constexpr int mostMeasured = 17; // One second of them.
constexpr int leastMeasured = 8;
// Windows of 256 ms every 60 ms overlap: so many of them say as much as one that stands alone.
constexpr double overlapping = 2.5;

constexpr double soundingPower = 1e-6; // -60 dBFS
constexpr double lowestDb = -120;

// What hearsItself means: the residual is as loud as speech that WebRTC's voice detector takes for speech (-50 dBFS; it
// hears less only in silence), and a third of what is sent is the agent, so that a user who speaks over it does not
// raise the alarm.
constexpr double audiblePower = 1e-5;
constexpr double audibleShare = 0.33;

// A Hann window passes 3/8 of the power; a real signal's power lies in two halves of the spectrum.
constexpr double scale = 2.0 / (0.375 * static_cast<double>(windowLength) * static_cast<double>(windowLength));

double ratioDb(double over, double under)
{
    return over > 0 && under > 0 ? std::max(lowestDb, 10 * std::log10(over / under)) : lowestDb;
}

double power(std::span<const float> samples)
{
    return static_cast<double>(std::inner_product(samples.begin(), samples.end(), samples.begin(), 0.0F)) /
           static_cast<double>(samples.size());
}

} // namespace

EchoMeter::EchoMeter()
    : fft(windowLength)
    , hann(windowLength)
    , windowed(windowLength)
    , referencePower(fft.bins())
    , echo{std::vector<float>(fft.bins()), std::vector<RealFft::Bin>(fft.bins())}
    , left(echo)
{
    for (std::size_t i = 0; i < hann.size(); ++i)
        hann[i] = static_cast<float>(
            0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(windowLength)));
    reset();
}

void EchoMeter::before(std::span<const float> played, std::span<const float> heard)
{
    take(reference, played);
    take(microphone, heard);
}

void EchoMeter::after(std::span<const float> heard)
{
    take(residual, heard);
    waiting += Decimator::frameOut;
    if (waiting < hop)
        return;
    waiting = 0;
    if (power(reference.window) >= soundingPower)
        measure();
}

void EchoMeter::take(Signal& signal, std::span<const float> frame) const
{
    const auto made = signal.decimator.process(frame);
    std::copy(signal.window.begin() + Decimator::frameOut, signal.window.end(), signal.window.begin());
    std::copy(made.begin(), made.end(), signal.window.end() - Decimator::frameOut);
}

void EchoMeter::measure()
{
    transform(reference);
    transform(microphone);
    transform(residual);
    measured = std::min(measured + 1, mostMeasured);
    const float part = 1 / static_cast<float>(measured);
    for (std::size_t i = lowestBin; i < highestBin; ++i)
        referencePower[i] += part * (std::norm(reference.spectrum[i]) - referencePower[i]);
    average(echo, microphone, part);
    average(left, residual, part);
}

void EchoMeter::transform(Signal& signal)
{
    std::transform(signal.window.begin(), signal.window.end(), hann.begin(), windowed.begin(), std::multiplies<>());
    fft.forward(windowed, signal.spectrum);
}

void EchoMeter::average(Share& share, const Signal& signal, float part) const
{
    for (std::size_t i = lowestBin; i < highestBin; ++i)
    {
        share.power[i] += part * (std::norm(signal.spectrum[i]) - share.power[i]);
        share.common[i] += part * (signal.spectrum[i] * std::conj(reference.spectrum[i]) - share.common[i]);
    }
}

/// Few measurements look coherent by chance; what chance gives is taken off (Carter, 1987).
EchoMeter::Sums EchoMeter::sums(const Share& share) const
{
    const double chance = overlapping / measured;
    Sums made;
    for (std::size_t i = lowestBin; i < highestBin; ++i)
    {
        const double all = static_cast<double>(share.power[i]);
        const double under = all * static_cast<double>(referencePower[i]);
        made.all += all * scale;
        if (under <= 0)
            continue;
        const double coherence = static_cast<double>(std::norm(share.common[i])) / under;
        made.coherent += scale * all * std::max(0.0, (coherence - chance) / (1 - chance));
    }
    return made;
}

std::optional<EchoEstimate> EchoMeter::estimate() const
{
    if (measured < leastMeasured)
        return std::nullopt;
    const double played =
        scale * static_cast<double>(std::accumulate(referencePower.begin(), referencePower.end(), 0.0F));
    const auto after = sums(left);
    EchoEstimate result;
    result.echoDb = ratioDb(sums(echo).coherent, played);
    result.residualDb = ratioDb(after.coherent, played);
    result.hearsItself = after.coherent > audiblePower && after.coherent > audibleShare * after.all;
    return result;
}

void EchoMeter::reset()
{
    for (auto* signal : {&reference, &microphone, &residual})
    {
        signal->decimator = {};
        signal->window.assign(windowLength, 0.0F);
        signal->spectrum.assign(fft.bins(), {});
    }
    for (auto* share : {&echo, &left})
    {
        share->power.assign(fft.bins(), 0.0F);
        share->common.assign(fft.bins(), {});
    }
    referencePower.assign(fft.bins(), 0.0F);
    waiting = 0;
    measured = 0;
}

} // namespace parley::audio::detail
