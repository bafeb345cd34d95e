// SPDX-License-Identifier: Apache-2.0
// The forms that audio has on the wire, and their base64. Schema: RealtimeAudioFormats.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::wire
{

enum class AudioFormat
{
    pcm,  ///< 16 bits at 24 kHz.
    pcmu, ///< G.711 mu-law, 8 bits at 8 kHz.
    pcma  ///< G.711 A-law, 8 bits at 8 kHz.
};

/// In Hz.
[[nodiscard]] int sampleRate(AudioFormat format) noexcept;

[[nodiscard]] nlohmann::json toJson(AudioFormat format);
/// Nothing when the object is none of the three.
[[nodiscard]] std::optional<AudioFormat> audioFormatFrom(const nlohmann::json& json);

/// Samples are 16-bit ones at the format's rate, mono.
/// @thread any but audio
void appendBase64(AudioFormat format, std::span<const std::int16_t> samples, std::string& to);
/// False when the text is not base64 of whole samples; `to` is then as it was.
/// @thread any but audio
[[nodiscard]] bool decodeBase64(AudioFormat format, std::string_view base64, std::vector<std::int16_t>& to);

} // namespace parley::wire
