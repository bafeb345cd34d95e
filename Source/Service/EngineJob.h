// SPDX-License-Identifier: Apache-2.0
// What a session asks of the engines, and what comes back. Plain values, so that a test can stand in for the engines.
#pragma once

#include "Service/Answerer.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace parley::service
{

struct RecogniseJob
{
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
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

/// `id` is unique in its session and names the result.
struct EngineJob
{
    std::uint64_t id = 0;
    std::variant<RecogniseJob, AnswerJob, SpeakJob> work;
};

struct Transcript
{
    std::string text; ///< Empty: nothing was understood.
};

struct Speech
{
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
};

using EngineResult = std::variant<Transcript, Answer, Speech, Error>;

} // namespace parley::service
