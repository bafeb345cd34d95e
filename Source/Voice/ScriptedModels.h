// SPDX-License-Identifier: Apache-2.0
// Models that hear and speak what they are told to: for rehearsals and tests, without a service.
#pragma once

#include "Base/Executor.h"
#include "Voice/SpeechToText.h"
#include "Voice/TextToSpeech.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::voice
{

/// Hears these texts, whatever is said: a whole input is the next of them; a streamed one is the next at the end of
/// each turn, and all that are left when it is closed. After the last one nothing is heard.
class ScriptedSpeechToText final : public SpeechToText
{
public:
    explicit ScriptedSpeechToText(std::vector<std::string> texts,
                                  std::shared_ptr<Executor> usedExecutor = Executor::shared());

    [[nodiscard]] std::unique_ptr<Activity> transcribe(const AudioInput& input, TranscriptHandlers handlers) override;
    [[nodiscard]] std::unique_ptr<Activity> listen(std::shared_ptr<StreamedAudioInput> input,
                                                   TranscriptHandlers handlers) override;

private:
    std::shared_ptr<Executor> executor;
    std::vector<std::string> script;
    std::size_t next = 0; ///< Network thread only.
};

/// Speaks each text as a tone, 10 ms for each character.
class ScriptedTextToSpeech final : public TextToSpeech
{
public:
    explicit ScriptedTextToSpeech(std::shared_ptr<Executor> usedExecutor = Executor::shared());

    [[nodiscard]] std::unique_ptr<Activity> speak(std::string text, SpeechHandlers handlers) override;

    /// What it was asked to speak, in that order. @thread any
    [[nodiscard]] std::vector<std::string> spoken() const;

private:
    std::shared_ptr<Executor> executor;
    mutable std::mutex mutex;
    std::vector<std::string> texts;
};

} // namespace parley::voice
