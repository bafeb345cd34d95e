// SPDX-License-Identifier: Apache-2.0
// Counts what a conversation used, response by response and transcription by transcription. Pure.
#pragma once

#include "Realtime/Event.h"

#include <cstdint>
#include <vector>

namespace parley::realtime
{

/// Schema: RealtimeResponseUsage. What is missing counts as nothing.
[[nodiscard]] Usage usageOfResponse(const wire::Json& usage);
/// Schema: TranscriptTextUsageTokens, TranscriptTextUsageDuration.
[[nodiscard]] Usage usageOfTranscription(const wire::Json& usage);
/// Schema: RealtimeServerEventRateLimitsUpdated.
[[nodiscard]] std::vector<RateLimit> rateLimitsFrom(const wire::Json& limits);

/// @thread one at a time
class UsageMeter
{
public:
    /// Adds to the total, and gives the event that tells it.
    [[nodiscard]] UsageUpdated add(std::string responseId, const Usage& latest);

    [[nodiscard]] const Usage& total() const noexcept { return sum; }
    /// Of every kind together.
    [[nodiscard]] std::int64_t totalTokens() const noexcept;

private:
    Usage sum;
};

} // namespace parley::realtime
