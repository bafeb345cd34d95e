// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/CapabilityFilter.h"

#include <utility>

namespace parley::realtime
{

std::optional<wire::ClientEvent> CapabilityFilter::filtered(wire::ClientEvent event)
{
    auto& body = event.body;
    if (auto* update = std::get_if<wire::SessionUpdate>(&body))
        adapt(update->session);
    if (auto* create = std::get_if<wire::ResponseCreate>(&body))
        adapt(create->response);
    if (std::holds_alternative<wire::ResponseCancel>(body) && !capabilities.cancel)
        return std::nullopt;
    if (const auto* truncation = std::get_if<wire::ItemTruncate>(&body);
        truncation != nullptr && !capabilities.truncate)
    {
        if (truncation->audioEndMs > 0)
            return std::nullopt;
        body = wire::ItemDelete{truncation->itemId};
    }
    return event;
}

bool CapabilityFilter::hears()
{
    if (!capabilities.audio)
        warn("input_audio_buffer", "This service hears nothing, so the microphone is not sent: write to it instead.");
    return capabilities.audio;
}

std::vector<Error> CapabilityFilter::warnings()
{
    return std::exchange(pending, {});
}

void CapabilityFilter::adapt(wire::SessionConfig& config)
{
    if (!capabilities.semanticVad)
        withoutSemanticVad(config);
    if (!capabilities.tools)
        withoutTools(config);
    if (!capabilities.audio)
        withoutAudio(config);
}

void CapabilityFilter::adapt(wire::Json& response)
{
    if (!response.is_object())
        return;
    if (!capabilities.tools)
        for (const auto* field : {"tools", "tool_choice", "parallel_tool_calls"})
            response.erase(field);
    if (capabilities.audio)
        return;
    response.erase("audio");
    if (response.contains("output_modalities"))
        response["output_modalities"] = wire::Json::array({"text"});
}

void CapabilityFilter::withoutSemanticVad(wire::SessionConfig& config)
{
    if (!config.turnDetection)
        return;
    const auto* detection = std::get_if<wire::TurnDetection>(&*config.turnDetection);
    const auto* semantic = detection == nullptr ? nullptr : std::get_if<wire::SemanticVad>(detection);
    if (semantic == nullptr)
        return;
    wire::ServerVad silence{};
    silence.createResponse = semantic->createResponse;
    silence.interruptResponse = semantic->interruptResponse;
    config.turnDetection = wire::TurnDetection(silence);
    warn("session.audio.input.turn_detection",
         "This service cannot tell the end of a thought, so turns end at a silence: choose server_vad yourself to set "
         "how long that is.");
}

void CapabilityFilter::withoutTools(wire::SessionConfig& config)
{
    if (config.tools && !config.tools->empty())
        warn("session.tools", "This service calls no tools, so the agent does without: use another service for them.");
    config.tools.reset();
    config.toolChoice.reset();
    config.parallelToolCalls.reset();
}

void CapabilityFilter::withoutAudio(wire::SessionConfig& config)
{
    if (config.outputModality != wire::OutputModality::text)
        warn("session.output_modalities",
             "This service does not speak, so its answers are text: choose text answers yourself, or another service.");
    config.outputModality = wire::OutputModality::text;
    config.voice.reset();
    config.speed.reset();
}

void CapabilityFilter::warn(const char* where, const char* sentence)
{
    if (told.insert(where).second)
        pending.push_back({ErrorCode::invalidArgument, sentence, where});
}

} // namespace parley::realtime
