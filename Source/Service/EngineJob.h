// SPDX-License-Identifier: Apache-2.0
// What a session or a request asks of the engines, and what comes back. Plain values, so that a test can stand in for
// the engines.
#pragma once

#include "Base/Error.h"
#include "Service/Answerer.h"
#include "Service/TimedWord.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace parley::service
{

/// A file of speech to be read: WAV, or samples without a header.
struct ReadSpeechJob
{
    std::string bytes;
    int rawSampleRate = 0; ///< Of 16-bit little-endian mono samples without a header; 0: a WAV file.
};

struct RecogniseJob
{
    std::vector<std::int16_t> samples;  ///< 24 kHz mono.
    std::vector<std::string> phrases{}; ///< What is likely to be said (LikelyPhrases.h).
};

struct AnswerJob
{
    AnswerRequest request;
};

struct SpeakJob
{
    std::string text;
    std::string voice;
    double speed = 1.0;
};

using EngineWork = std::variant<RecogniseJob, AnswerJob, SpeakJob, ReadSpeechJob>;

/// `id` is unique in its session and names the result.
struct EngineJob
{
    std::uint64_t id = 0;
    EngineWork work;
};

struct Transcript
{
    std::string text; ///< Empty: nothing was understood.
    std::vector<TimedWord> words{};
};

/// The result of speaking, and of reading speech.
struct Speech
{
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
};

/// Words that are said already while the rest is being found; the answer that follows has them again.
struct AnswerPart
{
    std::string text; ///< One sentence or more, with the blanks behind them.
};

/// Speech that is there already; that which follows has it again.
struct SpeechPart
{
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
};

using EngineResult = std::variant<Transcript, Answer, Speech, Error, AnswerPart, SpeechPart>;

/// Whether more of this job's results follow.
[[nodiscard]] inline bool isPart(const EngineResult& result) noexcept
{
    return std::holds_alternative<AnswerPart>(result) || std::holds_alternative<SpeechPart>(result);
}

} // namespace parley::service
