// SPDX-License-Identifier: Apache-2.0
// A model that writes down what is said.
#pragma once

#include "Base/Error.h"
#include "Voice/Activity.h"
#include "Voice/AudioInput.h"
#include "Voice/StreamedAudioInput.h"
#include "Voice/VoiceEvent.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace parley::voice
{

/// Where the user's speech begins or ends, as the model hears it.
struct SpeechMoment
{
    std::chrono::milliseconds at{0}; ///< Since the beginning of the input.
    std::string itemId{};            ///< Of the utterance, where the model says.
};

/// All called on the network thread, never from inside `transcribe` or `listen`.
struct TranscriptHandlers
{
    std::function<void(const SpeechMoment&)> onSpeechStarted; ///< Of a streamed input, where the model hears that.
    /// Pieces as they grow, and each utterance whole, in the order in which they were said.
    std::function<void(VoiceStreamEventTranscript)> onTranscript;
    std::function<void(const Error&)> onUtteranceLost; ///< One utterance has no transcript; others follow.
    /// Once, last: nothing when all was heard to its end.
    std::function<void(const std::optional<Error>&)> onEnd;
    std::function<void(const SpeechMoment&)> onSpeechStopped{}; ///< As onSpeechStarted; may be empty.
    /// The model hears a streamed input from now on: the first time, and after an interruption. May be empty.
    std::function<void()> onListening{};
};

/// @thread network; shared by any number of runs
class SpeechToText
{
public:
    SpeechToText() = default;
    virtual ~SpeechToText() = default;
    SpeechToText(const SpeechToText&) = delete;
    SpeechToText& operator=(const SpeechToText&) = delete;

    /// One utterance.
    [[nodiscard]] virtual std::unique_ptr<Activity> transcribe(const AudioInput& input,
                                                               TranscriptHandlers handlers) = 0;
    /// Utterance after utterance, until the input is closed.
    [[nodiscard]] virtual std::unique_ptr<Activity> listen(std::shared_ptr<StreamedAudioInput> input,
                                                           TranscriptHandlers handlers) = 0;
};

} // namespace parley::voice
