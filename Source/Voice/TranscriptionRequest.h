// SPDX-License-Identifier: Apache-2.0
// What POST /audio/transcriptions is asked, and what a streamed transcription session is told. Pure.
#pragma once

#include "Base/Error.h"
#include "Voice/AudioInput.h"
#include "Voice/VoiceConfig.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::voice
{

/// The fields of the form beside the file, in order; lists are named with []. Schema: CreateTranscriptionRequest.
/// @thread any but audio
[[nodiscard]] std::vector<std::pair<std::string, std::string>> transcriptionFields(const SttSettings& settings);

/// invalidArgument: a temperature out of range.
/// @thread any but audio
[[nodiscard]] std::optional<Error> faultIn(const SttSettings& settings);

/// Schema: RealtimeTranscriptionSessionCreateRequestGA.
/// @thread any but audio
[[nodiscard]] wire::SessionConfig transcriptionSession(const SttSettings& settings);

/// A 16-bit WAV file at 24 kHz.
/// @thread any but audio
[[nodiscard]] std::string wavFile(const std::vector<std::int16_t>& samples);

[[nodiscard]] std::string_view toString(TranscriptFormat format) noexcept;

} // namespace parley::voice
