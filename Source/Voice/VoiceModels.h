// SPDX-License-Identifier: Apache-2.0
// The two models of a voice pipeline.
#pragma once

#include "Voice/SpeechToText.h"
#include "Voice/TextToSpeech.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceService.h"

#include <memory>

namespace parley::voice
{

/// Any two serve together.
struct VoiceModels
{
    std::shared_ptr<SpeechToText> speechToText;
    std::shared_ptr<TextToSpeech> textToSpeech;

    /// Those of a service, as the settings name them: StreamedSpeechToText and HttpTextToSpeech.
    /// @thread any but audio
    [[nodiscard]] static VoiceModels at(const std::shared_ptr<const VoiceService>& service, const VoiceConfig& config);
};

} // namespace parley::voice
