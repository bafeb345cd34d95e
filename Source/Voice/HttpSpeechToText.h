// SPDX-License-Identifier: Apache-2.0
// Speech to text by POST /audio/transcriptions.
#pragma once

#include "Voice/SpeechToText.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceService.h"

#include <memory>

namespace parley::voice
{

/// @thread network; shared by any number of runs
class HttpSpeechToText final : public SpeechToText
{
public:
    HttpSpeechToText(std::shared_ptr<const VoiceService> used, SttSettings chosen);

    /// Errors: those of HttpPool::call; invalidArgument; protocolIncompatible, when there is no transcript in the
    /// answer.
    [[nodiscard]] std::unique_ptr<Activity> transcribe(const AudioInput& input, TranscriptHandlers handlers) override;
    /// For services without streamed transcription: each turn that `StreamedAudioInput::endTurn` ends is one utterance,
    /// and so is what is left when the input is closed; of each the last `mostListenedSamples` count. The first that
    /// fails ends it all.
    [[nodiscard]] std::unique_ptr<Activity> listen(std::shared_ptr<StreamedAudioInput> input,
                                                   TranscriptHandlers handlers) override;

    /// 8 minutes at 24 kHz stay below the 25 MB that the service takes.
    static constexpr std::size_t mostListenedSamples = std::size_t{8} * 60 * 24000;

private:
    std::shared_ptr<const VoiceService> service;
    SttSettings settings;
};

} // namespace parley::voice
