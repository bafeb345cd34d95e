// SPDX-License-Identifier: Apache-2.0
// The engines of a fuzzed service: the real ones where they read what a client sent, and quick ones for speech.
#pragma once

#include "Service/EngineJob.h"
#include "Service/RecordedSpeech.h"
#include "Service/RuleAnswerer.h"

#include <utility>
#include <variant>

namespace parley::fuzz
{

class FuzzEngines
{
public:
    service::EngineResult perform(const service::EngineWork& work)
    {
        using namespace service;
        if (const auto* file = std::get_if<ReadSpeechJob>(&work))
            return toResult<Speech>(readRecordedSpeech(*file));
        if (const auto* question = std::get_if<AnswerJob>(&work))
            return toResult<Answer>(answerer.answer(question->request));
        if (std::holds_alternative<SpeakJob>(work))
            return Speech{std::vector<std::int16_t>(3000, 100)};
        return Transcript{"count to three", {{"count", 0.1, 0.2}, {"to", 0.2, 0.3}, {"three", 0.3, 0.6}}};
    }

    /// What is there of it before the whole.
    static service::EngineResult partOf(const service::EngineWork& work)
    {
        if (std::holds_alternative<service::SpeakJob>(work))
            return service::SpeechPart{std::vector<std::int16_t>(1000, 100)};
        return service::AnswerPart{"One. "};
    }

private:
    template <typename Made, typename Value>
    static service::EngineResult toResult(Result<Value> result)
    {
        if (!result)
            return result.error();
        return Made{std::move(result).value()};
    }

    service::RuleAnswerer answerer;
};

} // namespace parley::fuzz
