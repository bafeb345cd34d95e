// SPDX-License-Identifier: Apache-2.0
// A finished transcript in the forms in which clients want it: JSON, plain text and subtitles.
#pragma once

#include "Service/EventSink.h"
#include "Service/TimedWord.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
    std::int64_t samples = 0; ///< Of all of it, at 24 kHz.
    std::vector<TranscriptSegment> segments;

    [[nodiscard]] double durationSeconds() const;
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
[[nodiscard]] Json toJson(const RecordingTranscript& transcript, std::string_view model);

/// With who spoke, which is always one speaker, "A": what TranscriptionDiarized of OpenAI's SDKs is.
/// @thread any
[[nodiscard]] Json toDiarizedJson(const RecordingTranscript& transcript, std::string_view model);

/// Its segment of this number, from 0. Schema: TranscriptTextSegmentEvent.
/// @thread any
[[nodiscard]] Json toSpeakerSegment(const TranscriptSegment& segment, std::size_t number);

/// Schema: CreateTranscriptionResponseVerboseJson. What the recogniser does not know has a fixed value: no tokens, an
/// avg_logprob of 0, a compression_ratio of 1, a no_speech_prob of 0.
/// @thread any
[[nodiscard]] Json toVerboseJson(const RecordingTranscript& transcript, double temperature, bool withWords,
                                 bool withSegments);

} // namespace parley::service
