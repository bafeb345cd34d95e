// SPDX-License-Identifier: Apache-2.0
// Engines that know their results beforehand and take no time, so that a service can be tested and measured without
// speech models.
#pragma once

#include "Service/EngineWorkers.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parley::test
{

struct StubScript
{
    std::string heard = "turn left";                                           ///< Whatever was said.
    std::string answer = "You said it.";                                       ///< Whatever was heard.
    std::vector<std::int16_t> speech = std::vector<std::int16_t>(24000, 1000); ///< Of each sentence.
};

class StubEngines : public service::SpeechRecogniser, public service::SpeechSynthesiser, public service::Answerer
{
public:
    explicit StubEngines(StubScript wanted)
        : script(std::move(wanted))
    {
    }

    Result<std::vector<service::TimedWord>> recogniseWords(std::span<const std::int16_t>,
                                                           const std::vector<std::string>&, std::stop_token) override
    {
        return std::vector<service::TimedWord>{{script.heard}};
    }
    Result<std::vector<std::int16_t>> speak(const std::string&, const std::string&, double) override
    {
        return script.speech;
    }
    Result<service::Answer> answer(const service::AnswerRequest&) override { return service::Answer(script.answer); }

private:
    StubScript script;
};

inline std::unique_ptr<service::EngineWorkers> startStubEngines(const StubScript& script = {}, std::size_t threads = 1)
{
    auto workers = service::EngineWorkers::start(threads,
                                                 [script]() -> Result<service::Engines>
                                                 {
                                                     service::Engines engines;
                                                     engines.recogniser = std::make_unique<StubEngines>(script);
                                                     engines.synthesiser = std::make_unique<StubEngines>(script);
                                                     engines.answerer = std::make_unique<StubEngines>(script);
                                                     return engines;
                                                 });
    return std::move(workers).value();
}

} // namespace parley::test
