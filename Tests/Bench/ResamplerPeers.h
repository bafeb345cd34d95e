// SPDX-License-Identifier: Apache-2.0
// Other streaming resamplers, as they are set up for speech, to be measured beside ours.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace parley::bench
{

/// Takes frames at one rate and appends what is ready at the other.
using ResamplerStream = std::function<void(std::span<const float> from, std::vector<float>& to)>;

struct ResamplerPeer
{
    const char* suffix; ///< Of the names of its figures; empty for ours.
    std::function<ResamplerStream(int fromRate, int toRate)> make;
};

/// Those whose libraries were found when this was built.
[[nodiscard]] std::vector<ResamplerPeer> resamplerPeers();

/// JUCE's two; only where JUCE is built.
[[nodiscard]] std::vector<ResamplerPeer> juceResamplerPeers();

} // namespace parley::bench
