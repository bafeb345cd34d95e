// SPDX-License-Identifier: Apache-2.0
// The smallest conversation: one line to the agent, and its answer as it grows.
#include "Bridge/LiveSession.h"
#include "Support.h"

#include <iostream>

using namespace parley;

int main()
{
    bridge::LiveSessionOptions options;
    options.provider = examples::provider();
    options.settings.agent.name = "VoiceAssistant";
    options.settings.agent.instructions = "You are concise and helpful.";
    options.settings.agent.voice = "alloy";
    wire::SemanticVad detection;
    detection.eagerness = wire::Eagerness::medium;
    options.settings.session.turnDetection = detection;

    examples::Ending ending;
    auto opened = bridge::LiveSession::open(std::move(options));
    if (!opened)
        return examples::ended(opened.error());
    auto& session = *opened.value();

    session.subscribe(
        [&ending](const realtime::Event& event)
        {
            if (const auto* turn = std::get_if<realtime::TurnStarted>(&event))
                std::cout << "agent start: " << turn->agent << std::endl;
            else if (const auto* delta = std::get_if<realtime::AnswerDelta>(&event))
                std::cout << delta->delta << std::flush;
            else if (std::holds_alternative<realtime::AudioEnd>(event))
                std::cout << "\naudio segment completed" << std::endl;
            else if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
                ending.failed(error->error);
            else if (std::holds_alternative<realtime::TurnEnded>(event))
                ending.done();
        });
    session.connect();
    session.sendMessage("Reply with exactly: Hello from the realtime session.");

    const int exitCode = ending.wait();
    session.close();
    return exitCode;
}
