// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/PolyphaseRun.h"

#include "Audio/Detail/DotProduct.h"

#include <algorithm>
#include <array>

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

    static void four(const float* signal, std::size_t signalStep, Taps taps, float* to, std::size_t toStep) noexcept
    {
        two(signal, signalStep, taps, to, toStep);
        two(signal + 2 * signalStep, signalStep, taps, to + 2 * toStep, toStep);
    }
};

#if defined(__x86_64__) && defined(__GNUC__)

/// Reading is what limits it: four outputs that share their taps read five eighths as much as four alone. Each output
/// has two sums of eight lanes, since an addition has to wait for the one before it in the same sum; they are added up
/// in the same order however many outputs there are.
struct Avx2
{
    using Eight = __m256;

    struct Sum
    {
        Eight even = {};
        Eight odd = {};
    };

    __attribute__((target("avx2,fma"))) static void add(Sum& sum, const float* signal, Eight even, Eight odd) noexcept
    {
        sum.even = _mm256_fmadd_ps(_mm256_loadu_ps(signal), even, sum.even);
        sum.odd = _mm256_fmadd_ps(_mm256_loadu_ps(signal + 8), odd, sum.odd);
    }

    __attribute__((target("avx2,fma"))) static __m128 totals(Sum a, Sum b, Sum c, Sum d) noexcept
    {
        const auto pairsOfTwo = _mm256_hadd_ps(_mm256_add_ps(a.even, a.odd), _mm256_add_ps(b.even, b.odd));
        const auto pairsOfNext = _mm256_hadd_ps(_mm256_add_ps(c.even, c.odd), _mm256_add_ps(d.even, d.odd));
        const auto halves = _mm256_hadd_ps(pairsOfTwo, pairsOfNext);
        return _mm_add_ps(_mm256_castps256_ps128(halves), _mm256_extractf128_ps(halves, 1));
    }

    __attribute__((target("avx2,fma"))) static float one(const float* signal, Taps taps) noexcept
    {
        Sum sum;
        for (std::size_t i = 0; i < taps.count; i += PolyphaseFilter::tapsAtOnce)
            add(sum, signal + i, _mm256_loadu_ps(taps.first + i), _mm256_loadu_ps(taps.first + i + 8));
        return _mm_cvtss_f32(totals(sum, sum, sum, sum));
    }

    __attribute__((target("avx2,fma"))) static void two(const float* signal, std::size_t signalStep, Taps taps,
                                                        float* to, std::size_t toStep) noexcept
    {
        Sum a, b;
        for (std::size_t i = 0; i < taps.count; i += PolyphaseFilter::tapsAtOnce)
        {
            const auto even = _mm256_loadu_ps(taps.first + i);
            const auto odd = _mm256_loadu_ps(taps.first + i + 8);
            add(a, signal + i, even, odd);
            add(b, signal + signalStep + i, even, odd);
        }
        const auto all = totals(a, b, a, b);
        to[0] = _mm_cvtss_f32(all);
        to[toStep] = _mm_cvtss_f32(_mm_movehdup_ps(all));
    }

    __attribute__((target("avx2,fma"))) static void four(const float* signal, std::size_t signalStep, Taps taps,
                                                         float* to, std::size_t toStep) noexcept
    {
        Sum a, b, c, d;
        for (std::size_t i = 0; i < taps.count; i += PolyphaseFilter::tapsAtOnce)
        {
            const auto even = _mm256_loadu_ps(taps.first + i);
            const auto odd = _mm256_loadu_ps(taps.first + i + 8);
            add(a, signal + i, even, odd);
            add(b, signal + signalStep + i, even, odd);
            add(c, signal + 2 * signalStep + i, even, odd);
            add(d, signal + 3 * signalStep + i, even, odd);
        }
        std::array<float, 4> all{};
        _mm_storeu_ps(all.data(), totals(a, b, c, d));
        for (std::size_t i = 0; i < all.size(); ++i)
            to[i * toStep] = all[i];
    }
};

#endif

/// Each row serves the outputs that lie `up` apart, four at a time.
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
        for (; i + 3 * up < outputs.size(); i += 4 * up, at += 4 * down)
            Sums::four(at, down, taps, outputs.data() + i, up);
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
