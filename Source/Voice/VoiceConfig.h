// SPDX-License-Identifier: Apache-2.0
// The settings of a voice pipeline: speech to text, a workflow, text to speech.
#pragma once

#include "Wire/SessionConfig.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parley::voice
{

/// Schema: AudioResponseFormat. Only json and diarizedJson come in pieces.
enum class TranscriptFormat
{
    json,
    text,
    srt,
    verboseJson,
    vtt,
    diarizedJson
};

/// Schema: CreateTranscriptionRequest, and AudioTranscription of a streamed one. What a model of OpenAI's is known not
/// to take is not sent to it; any other model gets all that is set.
struct SttSettings
{
    std::string model = "gpt-4o-transcribe"; ///< Realtime and Voice Guide, "Voice Pipeline".
    std::string language{};                  ///< ISO-639-1, for instance "en"; empty: the model finds out.
    std::vector<std::string> languages{};    ///< Several that it may be.
    std::vector<std::string> keywords{};     ///< Words that are likely to be said.
    std::string prompt{};
    std::optional<double> temperature{}; ///< 0 to 1; not for a streamed transcription.
    TranscriptFormat format = TranscriptFormat::json;
    bool asksForLogprobs = false;
    bool asksForPieces = true; ///< The transcript is told while it grows, where model and format can.
    /// Of a streamed transcription: who ends a turn. Not set: the service, by semantic_vad; null: the end of the input.
    wire::Nullable<wire::TurnDetection> turnDetection{};
    wire::Nullable<wire::NoiseReduction> noiseReduction{}; ///< Of a streamed transcription.

    [[nodiscard]] bool operator==(const SttSettings&) const = default;
};

/// Schema: CreateSpeechRequest.
struct TtsSettings
{
    std::string model = "gpt-4o-mini-tts";   ///< Realtime and Voice Guide, "Voice Pipeline".
    wire::Voice voice = std::string("nova"); ///< The same. A name, or a voice of one's own by its id.
    std::optional<double> speed{};           ///< 0.25 to 4
    std::string instructions{};              ///< How to speak, at most 4,096 characters; not for tts-1 and tts-1-hd.

    [[nodiscard]] bool operator==(const TtsSettings&) const = default;
};

struct VoiceConfig
{
    std::string workflowName = "Voice Agent"; ///< For the log.
    SttSettings stt{};
    TtsSettings tts{};
    /// Of a streamed input: who speaks while the answer is made or played stops it, and it is the next turn.
    bool allowsBargeIn = true;
    std::size_t mostSentencesInFlight = 3; ///< At the text-to-speech service at a time, 1 or more.
    /// A workflow that says nothing for so long is given up.
    std::chrono::milliseconds workflowPatience{60000};

    [[nodiscard]] bool operator==(const VoiceConfig&) const = default;
};

} // namespace parley::voice
