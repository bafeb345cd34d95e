// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/PolyphaseRun.h"

#include "Audio/Detail/DotProduct.h"

#include <algorithm>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace parley::audio::detail
{
namespace
{

struct Taps
{
    const float* first = nullptr;
    std::size_t count = 0;
};

struct Plain
{
    static float one(const float* signal, Taps taps) noexcept { return dotProduct(signal, taps.first, taps.count); }

    static void two(const float* signal, std::size_t signalStep, Taps taps, float* to, std::size_t toStep) noexcept
    {
        to[0] = one(signal, taps);
        to[toStep] = one(signal + signalStep, taps);
    }
};

#if defined(__x86_64__) && defined(__GNUC__)

/// Reading is what limits it: two outputs that share their taps read three quarters as much. Each output has four sums,
/// since an addition has to wait for the one before it in the same sum; they are the same for one and for two.
struct Avx2
{
    __attribute__((target("avx2,fma"))) static __m256 product(const float* signal, const float* taps, __m256 sum)
    {
        return _mm256_fmadd_ps(_mm256_loadu_ps(signal), _mm256_loadu_ps(taps), sum);
    }

    __attribute__((target("avx2,fma"))) static float total(__m256 a, __m256 b, __m256 c, __m256 d) noexcept
    {
        const auto eight = _mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d));
        const auto four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
        const auto two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
    }

    __attribute__((target("avx2,fma"))) static float one(const float* signal, Taps taps) noexcept
    {
        auto a = _mm256_setzero_ps();
        auto b = a, c = a, d = a;
        for (std::size_t i = 0; i < taps.count; i += PolyphaseFilter::tapsAtOnce)
        {
            a = product(signal + i, taps.first + i, a);
            b = product(signal + i + 8, taps.first + i + 8, b);
            c = product(signal + i + 16, taps.first + i + 16, c);
            d = product(signal + i + 24, taps.first + i + 24, d);
        }
        return total(a, b, c, d);
    }

    __attribute__((target("avx2,fma"))) static void two(const float* signal, std::size_t signalStep, Taps taps,
                                                        float* to, std::size_t toStep) noexcept
    {
        const auto* const later = signal + signalStep;
        auto a = _mm256_setzero_ps();
        auto b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (std::size_t i = 0; i < taps.count; i += PolyphaseFilter::tapsAtOnce)
        {
            a = product(signal + i, taps.first + i, a);
            e = product(later + i, taps.first + i, e);
            b = product(signal + i + 8, taps.first + i + 8, b);
            f = product(later + i + 8, taps.first + i + 8, f);
            c = product(signal + i + 16, taps.first + i + 16, c);
            g = product(later + i + 16, taps.first + i + 16, g);
            d = product(signal + i + 24, taps.first + i + 24, d);
            h = product(later + i + 24, taps.first + i + 24, h);
        }
        to[0] = total(a, b, c, d);
        to[toStep] = total(e, f, g, h);
    }
};

#endif

/// Each row serves the outputs that lie `up` apart, two at a time.
template <typename Sums>
void runExact(const PolyphaseFilter& filter, const float* signal, std::uint64_t phase, std::span<float> outputs)
{
    const auto up = static_cast<std::size_t>(filter.up);
    const auto down = static_cast<std::size_t>(filter.down);
    for (std::size_t first = 0; first < std::min(up, outputs.size()); ++first)
    {
        const auto place = phase + first * filter.down;
        const Taps taps{filter.row(place % filter.up), filter.taps};
        const auto* at = signal + place / filter.up;
        auto i = first;
        for (; i + up < outputs.size(); i += 2 * up, at += 2 * down)
            Sums::two(at, down, taps, outputs.data() + i, up);
        if (i < outputs.size())
            outputs[i] = Sums::one(at, taps);
    }
}

template <typename Sums>
void runBetweenRows(const PolyphaseFilter& filter, const float* signal, std::uint64_t phase, std::span<float> outputs)
{
    for (auto& output : outputs)
    {
        const auto row = phase * filter.rowsOfStep / filter.up;
        const auto rest = static_cast<double>(phase * filter.rowsOfStep % filter.up) / static_cast<double>(filter.up);
        const auto before = Sums::one(signal, {filter.row(row), filter.taps});
        const auto behind = Sums::one(signal, {filter.row(row + 1), filter.taps});
        output = before + static_cast<float>(rest) * (behind - before);
        phase += filter.down;
        signal += phase / filter.up;
        phase %= filter.up;
    }
}

template <typename Sums>
void run(const PolyphaseFilter& filter, const float* signal, std::uint64_t phase, std::span<float> outputs)
{
    if (filter.isExact())
        runExact<Sums>(filter, signal, phase, outputs);
    else
        runBetweenRows<Sums>(filter, signal, phase, outputs);
}

} // namespace

void runPolyphase(const PolyphaseFilter& filter, const float* signal, std::uint64_t phase,
                  std::span<float> outputs) noexcept
{
#if defined(__x86_64__) && defined(__GNUC__)
    static const bool hasAvx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    if (hasAvx2)
    {
        run<Avx2>(filter, signal, phase, outputs);
        return;
    }
#endif
    run<Plain>(filter, signal, phase, outputs);
}

} // namespace parley::audio::detail
