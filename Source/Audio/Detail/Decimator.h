// SPDX-License-Identifier: Apache-2.0
// A sixth of the rate: 48 kHz to 8 kHz in frames of 10 ms, for what only measures.
#pragma once

#include <array>
#include <span>

namespace parley::audio::detail
{

/// Flat to 3 kHz, 60 dB down from 4.9 kHz on; late by `latency` samples at 48 kHz.
/// @thread one at a time, any
class Decimator
{
public:
    static constexpr std::size_t factor = 6;
    static constexpr std::size_t frameIn = 480;
    static constexpr std::size_t frameOut = frameIn / factor;
    static constexpr std::size_t taps = 96;
    static constexpr std::size_t latency = taps / 2;

    using Frame = std::array<float, frameOut>;

    /// `frame` is `frameIn` long.
    [[nodiscard]] Frame process(std::span<const float> frame);

private:
    std::array<float, taps + frameIn> history{};
};

} // namespace parley::audio::detail
