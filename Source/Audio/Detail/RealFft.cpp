// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/RealFft.h"

#include <kiss_fftr.h>
#include <new>

namespace parley::audio::detail
{
namespace
{

kiss_fftr_state* makePlan(std::size_t size, bool isInverse)
{
    auto* made = kiss_fftr_alloc(static_cast<int>(size), isInverse ? 1 : 0, nullptr, nullptr);
    if (made == nullptr)
        throw std::bad_alloc();
    return made;
}

} // namespace

void RealFft::Free::operator()(kiss_fftr_state* plan) const noexcept
{
    kiss_fftr_free(plan);
}

RealFft::RealFft(std::size_t size)
    : length(size)
    , there(makePlan(size, false))
    , back(makePlan(size, true))
{
}

// std::complex<float> is laid out as two floats, real part first ([complex.numbers]), as kiss_fft_cpx is.
void RealFft::forward(std::span<const float> signal, std::span<Bin> spectrum) const
{
    kiss_fftr(there.get(), signal.data(), reinterpret_cast<kiss_fft_cpx*>(spectrum.data()));
}

void RealFft::inverse(std::span<const Bin> spectrum, std::span<float> signal) const
{
    kiss_fftri(back.get(), reinterpret_cast<const kiss_fft_cpx*>(spectrum.data()), signal.data());
}

} // namespace parley::audio::detail
