// SPDX-License-Identifier: Apache-2.0
// What a transcript is counted as: seconds or tokens, as its model is paid for.
#pragma once

#include "Service/EventSink.h"

#include <cstdint>
#include <string_view>

namespace parley::service
{

/// Whisper is paid by the second, all others by the token. Samples at 24 kHz, and the words understood in them.
/// @thread any
[[nodiscard]] Json transcriptUsage(std::string_view model, std::int64_t samples, std::string_view text);

/// Schema: TranscriptTextUsageDuration.
/// @thread any
[[nodiscard]] Json durationUsage(std::int64_t samples);

/// Schema: TranscriptTextUsageTokens.
/// @thread any
[[nodiscard]] Json tokenUsage(std::int64_t samples, std::string_view text);

} // namespace parley::service
