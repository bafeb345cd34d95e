// SPDX-License-Identifier: Apache-2.0
// The companding laws of telephony (ITU-T G.711): 8 bits a sample at 8 kHz, as audio/pcmu and audio/pcma carry it.
#pragma once

#include <cstdint>
#include <span>

namespace parley::audio
{

/// The rate of both laws (schema: RealtimeAudioFormats, audio/pcmu and audio/pcma).
constexpr int telephoneSampleRate = 8000;

enum class Law
{
    mu, ///< audio/pcmu
    a   ///< audio/pcma
};

/// From 16-bit samples, of which mu-law keeps 14 bits and A-law 13. Both spans have the same length.
/// @thread any
void compress(Law law, std::span<const std::int16_t> from, std::span<std::uint8_t> to) noexcept;

/// To 16-bit samples; compressing them again gives the same bytes, but for mu-law's negative zero (0x7F), which
/// becomes the positive one. Both spans have the same length.
/// @thread any
void expand(Law law, std::span<const std::uint8_t> from, std::span<std::int16_t> to) noexcept;

} // namespace parley::audio
