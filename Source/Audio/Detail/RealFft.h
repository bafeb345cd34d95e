// SPDX-License-Identifier: Apache-2.0
// The spectrum of a real signal, and back; kissfft's transforms of one size.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

struct kiss_fftr_state;

namespace parley::audio::detail
{

/// @thread one at a time, any; only the constructor allocates
class RealFft
{
public:
    using Bin = std::complex<float>;

    /// `size` is even; fast sizes have no prime factor above 5.
    explicit RealFft(std::size_t size);

    [[nodiscard]] std::size_t size() const noexcept { return length; }
    [[nodiscard]] std::size_t bins() const noexcept { return length / 2 + 1; }

    /// `size` samples to `bins` bins.
    void forward(std::span<const float> signal, std::span<Bin> spectrum) const;

    /// `bins` bins to `size` samples, `size` times as large as they were.
    void inverse(std::span<const Bin> spectrum, std::span<float> signal) const;

private:
    struct Free
    {
        void operator()(kiss_fftr_state* plan) const noexcept;
    };
    using Plan = std::unique_ptr<kiss_fftr_state, Free>;

    std::size_t length;
    Plan there;
    Plan back;
};

} // namespace parley::audio::detail
