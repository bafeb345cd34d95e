// SPDX-License-Identifier: Apache-2.0
#include "Audio/G711.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>

namespace parley::audio
{
namespace
{

/// ITU-T G.711, mu-law: 14 bits, of which the magnitude is shifted by 33.
constexpr std::uint32_t muBias = 33;
constexpr std::uint32_t muLargest = 0x1FFF;
/// Even bits of A-law are sent inverted.
constexpr std::uint32_t aInversion = 0x55;
constexpr std::uint32_t signBit = 0x80;

/// Negative values are ones' complement, as in ITU-T G.191, so that -1 lies in the first interval below zero.
constexpr std::uint32_t magnitudeOf(std::int16_t sample)
{
    return static_cast<std::uint32_t>(sample < 0 ? ~std::int32_t{sample} : std::int32_t{sample});
}

constexpr std::uint8_t toMu(std::int16_t sample)
{
    const std::uint32_t sign = sample < 0 ? signBit : 0;
    const auto biased = std::min((magnitudeOf(sample) >> 2U) + muBias, muLargest);
    // The bias makes every value at least six bits wide.
    const auto segment = std::max(static_cast<std::uint32_t>(std::bit_width(biased)), 6U) - 6;
    const auto mantissa = biased >> (segment + 1) & 0x0FU;
    return static_cast<std::uint8_t>(~(sign | segment << 4U | mantissa));
}

constexpr std::int16_t fromMu(std::uint8_t code)
{
    const auto bits = ~std::uint32_t{code};
    const auto segment = bits >> 4U & 7U;
    const auto biased = ((bits & 0x0FU) << 1U | muBias) << segment;
    const auto magnitude = static_cast<std::int32_t>((biased - muBias) << 2U);
    return static_cast<std::int16_t>((bits & signBit) != 0 ? -magnitude : magnitude);
}

constexpr std::uint8_t toA(std::int16_t sample)
{
    const std::uint32_t sign = sample < 0 ? 0 : signBit;
    const auto magnitude = magnitudeOf(sample) >> 3U;
    const auto width = static_cast<std::uint32_t>(std::bit_width(magnitude));
    const auto segment = width > 5 ? width - 5 : 0;
    const auto mantissa = magnitude >> std::max(segment, 1U) & 0x0FU;
    return static_cast<std::uint8_t>((sign | segment << 4U | mantissa) ^ aInversion);
}

constexpr std::int16_t fromA(std::uint8_t code)
{
    const auto bits = std::uint32_t{code} ^ aInversion;
    const auto segment = bits >> 4U & 7U;
    const auto step = (bits & 0x0FU) << 4U | 8U;
    const auto magnitude = static_cast<std::int32_t>(segment == 0 ? step : (step | 0x100U) << (segment - 1));
    return static_cast<std::int16_t>((bits & signBit) != 0 ? magnitude : -magnitude);
}

template <typename Expand>
constexpr std::array<std::int16_t, 256> expansion(Expand expandOne)
{
    std::array<std::int16_t, 256> table{};
    for (std::size_t code = 0; code < table.size(); ++code)
        table[code] = expandOne(static_cast<std::uint8_t>(code));
    return table;
}

constexpr auto muTable = expansion(fromMu);
constexpr auto aTable = expansion(fromA);

} // namespace

void compress(Law law, std::span<const std::int16_t> from, std::span<std::uint8_t> to) noexcept
{
    assert(from.size() == to.size());
    std::ranges::transform(from, to.begin(), law == Law::mu ? toMu : toA);
}

void expand(Law law, std::span<const std::uint8_t> from, std::span<std::int16_t> to) noexcept
{
    assert(from.size() == to.size());
    const auto& table = law == Law::mu ? muTable : aTable;
    std::ranges::transform(from, to.begin(), [&table](std::uint8_t code) { return table[code]; });
}

} // namespace parley::audio
