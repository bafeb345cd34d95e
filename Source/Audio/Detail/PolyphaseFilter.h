// SPDX-License-Identifier: Apache-2.0
// The low-pass filter between two sample rates, cut into the rows of taps that a resampler's outputs are made with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace parley::audio::detail
{

/// A sinc under a Kaiser window of 96 periods of the lower rate (beta 10.6, cut off at 0.96 of its Nyquist frequency):
/// what one of the two rates cannot hold is more than 100 dB down, and up to 0.9 of the band the gain is even (0.01
/// dB).
///
/// An output that lies the share r of an input frame behind input frame i is the sum of the inputs from
/// i - (taps / 2 - 1) to i + taps / 2, each times its tap in the row for r. Where the rates' ratio gives few such
/// shares there is a row for each. Where it gives many, the rows stand so close that the values between two of them lie
/// on a line (120 dB).
/// @thread any; it never changes
struct PolyphaseFilter
{
    /// `taps` is a multiple of it.
    static constexpr std::size_t tapsAtOnce = 16;

    /// The one filter of all who use these rates, made by the first of them; that takes about a millisecond. Rates in
    /// Hz, positive and different.
    [[nodiscard]] static std::shared_ptr<const PolyphaseFilter> between(int fromRate, int toRate);

    /// Which outputs there are: one for each `down / up` inputs, in lowest terms.
    std::uint64_t up = 1;
    std::uint64_t down = 1;

    std::size_t taps = 0;
    std::uint64_t rowsOfStep = 1;    ///< From one input frame to the next.
    std::vector<float> coefficients; ///< `rowsOfStep` rows, and one more behind them.

    [[nodiscard]] bool isExact() const noexcept { return rowsOfStep == up; }
    [[nodiscard]] const float* row(std::uint64_t number) const noexcept { return coefficients.data() + number * taps; }
};

} // namespace parley::audio::detail
