// SPDX-License-Identifier: GPL-3.0-or-later
#include "SpeechActivity.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace parley::host
{

namespace
{

constexpr double rumbleHz = 150;
constexpr double belowLoudestDb = 35;

/// A first-order high pass.
class HighPass
{
public:
    HighPass(double cutHz, int sampleRate)
        : keep(std::exp(-2 * std::numbers::pi * cutHz / sampleRate))
    {
    }

    double operator()(double in)
    {
        out = keep * (out + in - lastIn);
        lastIn = in;
        return out;
    }

private:
    double keep;
    double lastIn = 0;
    double out = 0;
};

/// The mean square of each window, the last one perhaps short.
std::vector<double> powers(std::span<const float> samples, int sampleRate, std::size_t windowFrames)
{
    HighPass first(rumbleHz, sampleRate);
    HighPass second(rumbleHz, sampleRate);
    std::vector<double> windows((samples.size() + windowFrames - 1) / windowFrames);
    for (std::size_t frame = 0; frame < samples.size(); ++frame)
    {
        const auto heard = second(first(static_cast<double>(samples[frame])));
        windows[frame / windowFrames] += heard * heard / static_cast<double>(windowFrames);
    }
    return windows;
}

} // namespace

SpeechActivity::SpeechActivity(std::span<const float> samples, int sampleRate)
    : windowFrames(std::max<std::size_t>(1, static_cast<std::size_t>(sampleRate) / 100))
{
    const auto windows = powers(samples, sampleRate, windowFrames);
    const auto loudest = windows.empty() ? 0.0 : *std::ranges::max_element(windows);
    const auto threshold = loudest * std::pow(10.0, -belowLoudestDb / 10);
    for (const auto power : windows)
        isSpeech.push_back(power > 0 && power >= threshold);
}

std::optional<std::size_t> SpeechActivity::firstFrame(std::size_t from) const
{
    for (auto window = from / windowFrames; window < isSpeech.size(); ++window)
        if (isSpeech[window])
            return std::max(from, window * windowFrames);
    return std::nullopt;
}

std::optional<std::size_t> SpeechActivity::lastFrame(std::size_t end) const
{
    for (auto window = std::min(isSpeech.size(), (end + windowFrames - 1) / windowFrames); window > 0; --window)
        if (isSpeech[window - 1])
            return std::min(end, window * windowFrames) - 1;
    return std::nullopt;
}

} // namespace parley::host
