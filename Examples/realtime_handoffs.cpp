// SPDX-License-Identifier: Apache-2.0
// Two agents: the first hands over to the second, which goes on in the same conversation.
#include "Bridge/LiveSession.h"
#include "Support.h"

#include <atomic>
#include <iostream>

using namespace parley;

int main()
{
    realtime::Agent support;
    support.name = "TechSupport";
    support.instructions = "Handle technical troubleshooting, in one or two sentences.";

    realtime::Agent greeter;
    greeter.name = "Greeter";
    greeter.instructions = "Route technical questions to TechSupport.";
    greeter.handoffs = {realtime::Handoff::to(support)};

    bridge::LiveSessionOptions options;
    options.provider = examples::provider();
    options.settings.agent = greeter;

    examples::Ending ending;
    std::atomic<bool> isHandedOver{false};
    auto opened = bridge::LiveSession::open(std::move(options));
    if (!opened)
        return examples::ended(opened.error());
    auto& session = *opened.value();

    session.subscribe(
        [&](const realtime::Event& event)
        {
            if (const auto* handoff = std::get_if<realtime::HandoffEvent>(&event))
            {
                std::cout << "handoff: " << handoff->from << " -> " << handoff->to << std::endl;
                isHandedOver = true;
            }
            else if (const auto* answer = std::get_if<realtime::AnswerDone>(&event); answer != nullptr && isHandedOver)
            {
                std::cout << "answer: " << answer->text << std::endl;
                ending.done();
            }
            else if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
                ending.failed(error->error);
        });
    session.connect();
    session.sendMessage("My screen stays black. Please transfer me to TechSupport.");

    const int exitCode = ending.wait();
    std::cout << "current agent: " << session.currentAgent().name << std::endl;
    session.close();
    return exitCode;
}
