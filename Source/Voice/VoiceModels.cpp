// SPDX-License-Identifier: Apache-2.0
#include "Voice/VoiceModels.h"

#include "Voice/HttpTextToSpeech.h"
#include "Voice/StreamedSpeechToText.h"

namespace parley::voice
{

VoiceModels VoiceModels::at(const std::shared_ptr<const VoiceService>& service, const VoiceConfig& config)
{
    return {std::make_shared<StreamedSpeechToText>(service, config.stt),
            std::make_shared<HttpTextToSpeech>(service, config.tts)};
}

} // namespace parley::voice
