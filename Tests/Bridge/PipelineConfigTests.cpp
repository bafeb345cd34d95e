// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/PipelineConfig.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;

namespace
{

ConnectSettings pipelineSettings()
{
    ConnectSettings settings;
    settings.pipeline.emplace();
    settings.pipeline->chatModel = "of-my-own";
    settings.pipeline->voice.stt.prompt = "Names: Ada.";
    return settings;
}

} // namespace

TEST_CASE("a pipeline's own settings stand where session and agent say nothing")
{
    const auto settings = pipelineSettings();
    CHECK(voiceConfigOf(settings) == settings.pipeline->voice);
    CHECK(workflowSettingsOf(settings).model == "of-my-own");
    CHECK(workflowSettingsOf(settings).agent.instructions == settings.agent.instructions);
}

TEST_CASE("what the session says wins over a pipeline's own settings")
{
    auto settings = pipelineSettings();
    settings.agent.voice = "marin";
    CHECK(voiceConfigOf(settings).tts.voice == wire::Voice("marin"));
    wire::Transcription transcription;
    transcription.model = "gpt-transcribe";
    transcription.language = "en";
    transcription.keywords = {"Parley"};
    settings.session.transcription = transcription;
    settings.session.voice = wire::VoiceId{"voice_1"};
    settings.session.speed = 1.5;
    settings.session.turnDetection = nullptr;
    settings.session.noiseReduction = wire::NoiseReduction::nearField;
    settings.session.instructions = "Be brief.";
    const auto config = voiceConfigOf(settings);
    CHECK(config.stt.model == "gpt-transcribe");
    CHECK(config.stt.language == "en");
    CHECK(config.stt.keywords == std::vector<std::string>{"Parley"});
    CHECK(config.stt.prompt == "Names: Ada.");
    CHECK(config.stt.turnDetection == settings.session.turnDetection);
    CHECK(config.stt.noiseReduction == settings.session.noiseReduction);
    CHECK(config.tts.voice == wire::Voice(wire::VoiceId{"voice_1"}));
    CHECK(config.tts.speed == 1.5);
    CHECK(workflowSettingsOf(settings).agent.instructions == "Be brief.");
}

TEST_CASE("where the session's turn detection does not interrupt, nobody barges into a pipeline")
{
    auto settings = pipelineSettings();
    wire::SemanticVad vad;
    settings.session.turnDetection = wire::TurnDetection(vad);
    CHECK(voiceConfigOf(settings).allowsBargeIn);
    vad.interruptResponse = false;
    settings.session.turnDetection = wire::TurnDetection(vad);
    CHECK_FALSE(voiceConfigOf(settings).allowsBargeIn);
}
