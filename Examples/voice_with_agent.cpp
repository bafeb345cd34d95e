// SPDX-License-Identifier: Apache-2.0
// An agent as the workflow: a chat model answers what was said, with a tool in C++, and remembers it.
// usage: voice_with_agent [SPEECH.wav [ANSWER.wav]]
#include "Bridge/VoiceProvider.h"
#include "Speech.h"
#include "Support.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/Pipeline.h"

#include <iostream>

using namespace parley;

namespace
{

realtime::Tool driveTool()
{
    realtime::Tool tool;
    tool.name = "drive";
    tool.description = "Drives the robot forward or backward.";
    tool.parameters = {{"type", "object"},
                       {"properties", {{"meters", {{"type", "number"}, {"description", "How far"}}}}}};
    tool.run = [](const realtime::ToolCall& call) -> Result<realtime::ToolOutput>
    {
        std::cout << "tool call: drive " << call.arguments.dump() << std::endl;
        return realtime::ToolOutput::of("The robot has arrived.");
    };
    return tool;
}

} // namespace

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

    voice::AgentWorkflowSettings settings;
    settings.agent.name = "Robot";
    settings.agent.instructions = "You are a robot. Answer in one short sentence.";
    settings.agent.greeting = "Hello! Where shall I go?";
    settings.agent.tools = {driveTool()};
    const auto workflow = std::make_shared<voice::AgentWorkflow>(service.value(), settings);
    voice::Pipeline pipeline(voice::VoiceModels::at(service.value(), {}), workflow);

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
        else if (const auto* failed = std::get_if<voice::VoiceStreamEventError>(&event))
            return examples::ended(failed->error);
    }
    return reply.write(argc > 2 ? argv[2] : "voice_with_agent.wav");
}
