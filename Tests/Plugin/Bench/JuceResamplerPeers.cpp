// SPDX-License-Identifier: GPL-3.0-or-later
#include "Bench/ResamplerPeers.h"

#include <juce_audio_basics/juce_audio_basics.h>

namespace parley::bench
{
namespace
{

template <typename Interpolator>
ResamplerStream makeJuce(int fromRate, int toRate)
{
    const auto interpolator = std::make_shared<Interpolator>();
    const auto ratio = static_cast<double>(fromRate) / toRate;
    return [=, pending = std::vector<float>()](std::span<const float> from, std::vector<float>& to) mutable
    {
        pending.insert(pending.end(), from.begin(), from.end());
        const auto count = static_cast<int>(static_cast<double>(pending.size()) / ratio);
        const auto start = to.size();
        to.resize(start + static_cast<std::size_t>(count));
        const auto used =
            interpolator->process(ratio, pending.data(), to.data() + start, count, static_cast<int>(pending.size()), 0);
        pending.erase(pending.begin(), pending.begin() + used);
    };
}

} // namespace

std::vector<ResamplerPeer> juceResamplerPeers()
{
    return {{"_juce_lagrange", makeJuce<juce::LagrangeInterpolator>},
            {"_juce_windowedsinc", makeJuce<juce::WindowedSincInterpolator>}};
}

} // namespace parley::bench
