// SPDX-License-Identifier: Apache-2.0
// Speech in a file, as the recogniser wants it.
#pragma once

#include "Base/Result.h"
#include "Service/EngineJob.h"

#include <cstdint>
#include <vector>

namespace parley::service
{

/// Longer recordings are refused: twenty minutes, a little more than 25 MiB of the plainest WAV speech (16 kHz, 16
/// bits) hold.
constexpr int longestRecordingSeconds = 20 * 60;

/// The mean of all channels at 24 kHz. Errors: fileInvalid (no WAV, a broken one, an odd number of bytes, a rate beyond
/// 4 to 192 kHz), limitReached (too long).
/// @thread pool
[[nodiscard]] Result<std::vector<std::int16_t>> readRecordedSpeech(const ReadSpeechJob& job);

} // namespace parley::service
