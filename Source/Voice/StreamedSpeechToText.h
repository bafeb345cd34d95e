// SPDX-License-Identifier: Apache-2.0
// Speech to text while it is spoken: a transcription session over a WebSocket.
#pragma once

#include "Voice/HttpSpeechToText.h"
#include "Voice/SpeechToText.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceService.h"

#include <memory>

namespace parley::voice
{

/// @thread network; shared by any number of runs
class StreamedSpeechToText final : public SpeechToText
{
public:
    StreamedSpeechToText(std::shared_ptr<const VoiceService> used, SttSettings chosen);

    /// A whole input needs no session: as HttpSpeechToText.
    [[nodiscard]] std::unique_ptr<Activity> transcribe(const AudioInput& input, TranscriptHandlers handlers) override;
    /// A realtime session of kind transcription, which is connected anew when it is lost. When the input is closed,
    /// what is left of it is committed if it has 100 ms or more, and the transcripts that are still to come are
    /// awaited, at most `lastTranscriptPatience`. Errors: those of a session.
    [[nodiscard]] std::unique_ptr<Activity> listen(std::shared_ptr<StreamedAudioInput> input,
                                                   TranscriptHandlers handlers) override;

private:
    std::shared_ptr<const VoiceService> service;
    SttSettings settings;
    HttpSpeechToText whole;
};

} // namespace parley::voice
