// SPDX-License-Identifier: Apache-2.0
// A streamed input: the speech is pushed as it is spoken, and each turn is answered when it is over.
// usage: voice_multi_turn [SPEECH.wav [ANSWER.wav]]
#include "Bridge/VoiceProvider.h"
#include "Speech.h"
#include "Support.h"
#include "Voice/Pipeline.h"
#include "Voice/SimpleWorkflow.h"

#include <iostream>

using namespace parley;

namespace
{

/// The speech, and the silence by which the service knows that the turn is over.
void speakTurn(voice::StreamedAudioInput& input, const std::vector<std::int16_t>& speech)
{
    input.push(speech);
    input.push(std::vector<std::int16_t>(24000));
}

} // namespace

int main(int argc, char** argv)
{
    const auto speech = examples::readSpeech(argc > 1 ? argv[1] : "/usr/share/pocketsphinx/test/data/goforward.raw");
    if (!speech)
        return examples::ended(speech.error());
    const auto service = bridge::resolveVoiceService(examples::provider());
    if (!service)
        return examples::ended(service.error());

    voice::VoiceConfig config;
    config.stt.turnDetection = wire::TurnDetection(wire::ServerVad{});
    const auto workflow = std::make_shared<voice::SimpleWorkflow>(
        [turn = 0](const std::string& transcript) mutable
        { return "Turn " + std::to_string(++turn) + ". You said: " + transcript; });
    voice::Pipeline pipeline(voice::VoiceModels::at(service.value(), config), workflow, config);

    const auto input = std::make_shared<voice::StreamedAudioInput>();
    int turnsLeft = 2;
    speakTurn(*input, speech.value());
    examples::Reply reply;
    for (const auto& event : pipeline.run(input))
    {
        if (const auto* audio = std::get_if<voice::VoiceStreamEventAudio>(&event))
            reply.add(audio->samples);
        else if (const auto* heard = std::get_if<voice::VoiceStreamEventTranscript>(&event);
                 heard != nullptr && heard->isFinal)
        {
            std::cout << "you: " << heard->text << std::endl;
            // What has no words starts no turn.
            if (heard->text.empty())
                input->close();
        }
        else if (const auto* life = std::get_if<voice::VoiceStreamEventLifecycle>(&event))
        {
            std::cout << toString(life->event) << std::endl;
            if (life->event != voice::VoiceLifecycle::turnEnded)
                continue;
            if (--turnsLeft > 0)
                speakTurn(*input, speech.value());
            else
                input->close();
        }
        else if (const auto* failed = std::get_if<voice::VoiceStreamEventError>(&event))
            return examples::ended(failed->error);
    }
    return reply.write(argc > 2 ? argv[2] : "voice_multi_turn.wav");
}
