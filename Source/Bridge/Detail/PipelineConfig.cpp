// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/PipelineConfig.h"

#include "Bridge/Detail/CastSettings.h"

#include <variant>

namespace parley::bridge
{
namespace
{

void apply(const wire::Transcription& wanted, voice::SttSettings& stt)
{
    stt.model = wanted.model.value_or(stt.model);
    stt.language = wanted.language.value_or(stt.language);
    stt.prompt = wanted.prompt.value_or(stt.prompt);
    if (!wanted.languages.empty())
        stt.languages = wanted.languages;
    if (!wanted.keywords.empty())
        stt.keywords = wanted.keywords;
}

bool interrupts(const wire::TurnDetection& detection)
{
    return std::visit([](const auto& vad) { return vad.interruptResponse.value_or(true); }, detection);
}

} // namespace

voice::VoiceConfig voiceConfigOf(const ConnectSettings& settings)
{
    const auto& session = settings.session;
    auto config = settings.pipeline ? settings.pipeline->voice : voice::VoiceConfig{};
    if (session.transcription)
        if (const auto* wanted = std::get_if<wire::Transcription>(&*session.transcription))
            apply(*wanted, config.stt);
    if (session.turnDetection)
    {
        config.stt.turnDetection = session.turnDetection;
        if (const auto* detection = std::get_if<wire::TurnDetection>(&*session.turnDetection))
            config.allowsBargeIn = interrupts(*detection);
    }
    if (session.noiseReduction)
        config.stt.noiseReduction = session.noiseReduction;
    if (!settings.agent.voice.empty())
        config.tts.voice = settings.agent.voice;
    if (session.voice)
        config.tts.voice = *session.voice;
    if (session.speed)
        config.tts.speed = session.speed;
    return config;
}

voice::AgentWorkflowSettings workflowSettingsOf(const ConnectSettings& settings)
{
    auto speakers = sessionSettingsOf(settings);
    voice::AgentWorkflowSettings workflow{std::move(speakers.agent), {}, std::move(speakers.cast)};
    if (settings.pipeline)
        workflow.model = settings.pipeline->chatModel;
    if (settings.session.instructions)
        workflow.agent.instructions = *settings.session.instructions;
    return workflow;
}

} // namespace parley::bridge
