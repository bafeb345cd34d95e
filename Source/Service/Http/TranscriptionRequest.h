// SPDX-License-Identifier: Apache-2.0
// A POST to /v1/audio/transcriptions, read and checked.
#pragma once

#include "Service/Http/Exchange.h"

#include <string>
#include <variant>
#include <vector>

namespace parley::service
{

enum class TranscriptFormat
{
    json,
    text,
    srt,
    verboseJson,
    vtt,
    diarizedJson
};

/// Schema: CreateTranscriptionRequest.
struct TranscriptionRequest
{
    ReadSpeechJob file;
    std::string model;
    TranscriptFormat format = TranscriptFormat::json;
    bool isStreamed = false; ///< Never for whisper-1, for which the live service ignores the wish.
    double temperature = 0.0;
    bool wantsWords = false;
    bool wantsSegments = true;
    std::vector<std::string> phrases{}; ///< Likely ones: from the prompt and the keywords.
};

/// Fields that change nothing here (include, languages, chunking_strategy, known_speaker_names and -references) are
/// taken and passed over; what is unknown, too long, in another language than English or not to be had here (mp3) is
/// refused.
/// @thread any
[[nodiscard]] std::variant<TranscriptionRequest, PlainAnswer> readTranscriptionRequest(const EndpointRequest& request);

} // namespace parley::service
