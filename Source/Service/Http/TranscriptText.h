// SPDX-License-Identifier: Apache-2.0
// A finished transcript in the forms in which clients want it: JSON, plain text and subtitles.
#pragma once

#include "Service/EventSink.h"
#include "Service/TimedWord.h"

#include <string>
#include <vector>

namespace parley::service
{

/// What was understood of one piece of the recording. Times count from the recording's beginning.
struct TranscriptSegment
{
    std::vector<TimedWord> words; ///< Never empty.

    [[nodiscard]] double startSeconds() const { return words.front().startSeconds; }
    [[nodiscard]] double endSeconds() const { return words.back().endSeconds; }
};

struct RecordingTranscript
{
    double durationSeconds = 0.0;
    std::vector<TranscriptSegment> segments;

    [[nodiscard]] std::string text() const;
};

/// SubRip; captions hold at most seven words, so that they can be read while they are heard.
/// @thread any
[[nodiscard]] std::string toSrt(const RecordingTranscript& transcript);

/// WebVTT, with the same captions.
/// @thread any
[[nodiscard]] std::string toVtt(const RecordingTranscript& transcript);

/// Schema: CreateTranscriptionResponseJson.
/// @thread any
[[nodiscard]] Json toJson(const RecordingTranscript& transcript);

/// Schema: CreateTranscriptionResponseVerboseJson. What the recogniser does not know has a fixed value: no tokens, an
/// avg_logprob of 0, a compression_ratio of 1, a no_speech_prob of 0.
/// @thread any
[[nodiscard]] Json toVerboseJson(const RecordingTranscript& transcript, double temperature, bool withWords,
                                 bool withSegments);

/// Schema: TranscriptTextUsageTokens. As the live service counts: a token per 100 ms heard, one per four bytes written.
/// @thread any
[[nodiscard]] Json tokenUsage(const RecordingTranscript& transcript);

} // namespace parley::service
