// SPDX-License-Identifier: Apache-2.0
// Speech to text, a function, text to speech: one utterance, without a live session.
// usage: voice_pipeline [SPEECH.wav [ANSWER.wav]]
#include "Bridge/VoiceProvider.h"
#include "Speech.h"
#include "Support.h"
#include "Voice/Pipeline.h"
#include "Voice/SimpleWorkflow.h"

#include <iostream>

using namespace parley;

int main(int argc, char** argv)
{
    const auto speech = examples::readSpeech(argc > 1 ? argv[1] : "/usr/share/pocketsphinx/test/data/goforward.raw");
    if (!speech)
        return examples::ended(speech.error());
    const auto input = voice::AudioInput::fromPcm16(speech.value());
    if (!input)
        return examples::ended(input.error());
    const auto service = bridge::resolveVoiceService(examples::provider());
    if (!service)
        return examples::ended(service.error());

    voice::VoiceConfig config;
    config.workflowName = "voice_demo";
    config.stt.model = "gpt-4o-transcribe";
    config.tts.model = "gpt-4o-mini-tts";
    config.tts.voice = "nova";
    const auto workflow = std::make_shared<voice::SimpleWorkflow>(
        [](const std::string& transcript) { return "You said: " + transcript; }, "Hello! I am listening.");
    voice::Pipeline pipeline(voice::VoiceModels::at(service.value(), config), workflow, config);

    examples::Reply reply;
    for (const auto& event : pipeline.run(input.value()))
    {
        if (const auto* audio = std::get_if<voice::VoiceStreamEventAudio>(&event))
            reply.add(audio->samples);
        else if (const auto* heard = std::get_if<voice::VoiceStreamEventTranscript>(&event);
                 heard != nullptr && heard->isFinal)
            std::cout << "you: " << heard->text << std::endl;
        else if (const auto* text = std::get_if<voice::VoiceStreamEventText>(&event))
            std::cout << "agent: " << text->text << std::endl;
        else if (const auto* life = std::get_if<voice::VoiceStreamEventLifecycle>(&event);
                 life != nullptr && life->event == voice::VoiceLifecycle::sessionEnded)
            std::cout << "pipeline complete" << std::endl;
        else if (const auto* failed = std::get_if<voice::VoiceStreamEventError>(&event))
            return examples::ended(failed->error);
    }
    return reply.write(argc > 2 ? argv[2] : "voice_output.wav");
}
