// SPDX-License-Identifier: Apache-2.0
// How the service counts tokens: roughly as the live one does, and always in the same way.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::service
{

/// About what the live service counts for English.
constexpr std::size_t bytesPerTextToken = 4;

/// @thread any
[[nodiscard]] constexpr std::int64_t textTokens(std::size_t bytes) noexcept
{
    return static_cast<std::int64_t>((bytes + bytesPerTextToken - 1) / bytesPerTextToken);
}

/// The live service counts a token per 100 ms of what it hears. Samples at 24 kHz.
/// @thread any
[[nodiscard]] constexpr std::int64_t heardTokens(std::int64_t samples) noexcept
{
    return (samples + 2399) / 2400;
}

/// And one per 50 ms of what it says.
constexpr std::int64_t spokenSamplesPerToken = 1200;

/// @thread any
[[nodiscard]] constexpr std::int64_t spokenTokens(std::int64_t samples) noexcept
{
    return (samples + spokenSamplesPerToken - 1) / spokenSamplesPerToken;
}

} // namespace parley::service
