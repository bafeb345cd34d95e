// SPDX-License-Identifier: Apache-2.0
// Text to speech by POST /audio/speech: raw PCM, told as it arrives.
#pragma once

#include "Voice/TextToSpeech.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceService.h"

#include <memory>

namespace parley::voice
{

/// The body of a request. Schema: CreateSpeechRequest. Instructions are left out for tts-1 and tts-1-hd.
/// @thread any but audio
[[nodiscard]] wire::Json speechRequest(const TtsSettings& settings, const std::string& text);

class HttpTextToSpeech final : public TextToSpeech
{
public:
    HttpTextToSpeech(std::shared_ptr<const VoiceService> used, TtsSettings chosen);

    /// Errors: those of HttpPool::call; invalidArgument (too much text, instructions or speed out of range);
    /// protocolIncompatible, when what comes is no raw PCM, or there is none.
    [[nodiscard]] std::unique_ptr<Activity> speak(std::string text, SpeechHandlers handlers) override;

private:
    std::shared_ptr<const VoiceService> service;
    TtsSettings settings;
};

} // namespace parley::voice
