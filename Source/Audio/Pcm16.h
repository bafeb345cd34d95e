// SPDX-License-Identifier: Apache-2.0
// Conversions between float samples (-1..1) and 16-bit PCM, the sample format of the wire (audio/pcm, 24 kHz, mono).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::audio
{

/// The only PCM rate that the Realtime protocol has (schema: RealtimeAudioFormats, audio/pcm, rate 24000).
constexpr int wireSampleRate = 24000;

/// Rounds to the nearest step and clips at full scale; NaN becomes silence. Both spans have the same length.
/// @thread any
void floatToPcm16(std::span<const float> from, std::span<std::int16_t> to) noexcept;

/// @thread any
void pcm16ToFloat(std::span<const std::int16_t> from, std::span<float> to) noexcept;

/// Base64 (RFC 4648, padded) of the samples as little-endian bytes, appended to `to`.
/// @thread any but audio
void appendBase64(std::span<const std::int16_t> samples, std::string& to);

/// Decodes base64 into little-endian 16-bit samples, appended to `to`. False when the text is not base64 or holds half
/// a sample; `to` is then as it was.
/// @thread any but audio
[[nodiscard]] bool decodeBase64(std::string_view base64, std::vector<std::int16_t>& to);

/// The same for bytes.
/// @thread any but audio
void appendBase64(std::span<const std::uint8_t> bytes, std::string& to);
[[nodiscard]] bool decodeBase64(std::string_view base64, std::vector<std::uint8_t>& to);

} // namespace parley::audio
