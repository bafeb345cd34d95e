// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Settings.h"

#include "Plugin/CastDocument.h"
#include "Plugin/FactoryCasts.h"

#include <cstdlib>

namespace parley::plugin
{

namespace
{

wire::Transcription transcriptionBy(const std::string& model)
{
    wire::Transcription written;
    written.model = model;
    return written;
}

wire::Nullable<wire::Transcription> transcription(bool isWanted)
{
    if (!isWanted)
        return std::variant<std::nullptr_t, wire::Transcription>(nullptr);
    return transcriptionBy(PipelineChoice().listeningModel);
}

void usePipeline(const PipelineChoice& choice, bridge::ConnectSettings& settings)
{
    settings.session.transcription = transcriptionBy(choice.listeningModel);
    auto& pipeline = settings.pipeline.emplace();
    pipeline.chatModel = choice.chatModel;
    pipeline.voice.tts.model = choice.speechModel;
}

} // namespace

Settings::Settings()
    : cast({factoryCasts().front().text, {}, digestOf(factoryCasts().front().text)})
{
}

bridge::ConnectSettings Settings::toConnectSettings(const ParameterValues& values) const
{
    bridge::ConnectSettings result;
    result.provider = provider;
    result.session = sessionOf(values);
    result.session.transcription = transcription(isTranscribing);
    if (pipeline.isOn)
        usePipeline(pipeline, result);
    result.castText = cast.text;
    if (const char* file = std::getenv("PARLEY_AGENTS"); file != nullptr)
        result.agentsFile = file;
    else if (const auto known = castdocument::check(cast.text, "of this project"))
        result.overCast = sessionOf(values, known.value().session);
    if (const char* file = std::getenv("PARLEY_RECORD"); file != nullptr)
        result.recordFile = file;
    return result;
}

bridge::AudioSettings toAudioSettings(const RoutingSettings& routing, const ParameterValues& values)
{
    bridge::AudioSettings audio;
    applyTo(audio, values);
    audio.capture.channel = routing.inputChannel;
    audio.capture.highPass = routing.highPass;
    audio.capture.automaticGain = routing.automaticGain;
    audio.prebuffer.initial = std::chrono::milliseconds(routing.prebufferMs);
    return audio;
}

std::vector<std::string> changesForNextConnection(const Settings& connectedWith, const Settings& present)
{
    std::vector<std::string> changes;
    if (connectedWith.provider != present.provider)
        changes.emplace_back("service");
    const bool isPipeline = connectedWith.pipeline.isOn || present.pipeline.isOn;
    if (isPipeline && connectedWith.pipeline != present.pipeline)
        changes.emplace_back("pipeline");
    if (connectedWith.cast.text != present.cast.text)
        changes.emplace_back("agents");
    if (connectedWith.isTranscribing != present.isTranscribing)
        changes.emplace_back("transcription");
    return changes;
}

} // namespace parley::plugin
