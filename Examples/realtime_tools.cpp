// SPDX-License-Identifier: Apache-2.0
// A tool in C++: the model calls it, and speaks about what it returned.
#include "Bridge/LiveSession.h"
#include "Support.h"

#include <atomic>
#include <iostream>

using namespace parley;

namespace
{

realtime::Tool weatherTool()
{
    realtime::Tool tool;
    tool.name = "get_weather";
    tool.description = "Tells the weather in a city.";
    tool.parameters = {{"type", "object"},
                       {"properties", {{"city", {{"type", "string"}, {"description", "Name of the city"}}}}},
                       {"required", {"city"}}};
    // Runs on the tool pool and may block; an Error is told to the model.
    tool.run = [](const realtime::ToolCall& call) -> Result<realtime::ToolOutput>
    {
        const auto city = call.arguments.value("city", std::string("the city"));
        return realtime::ToolOutput::of(wire::Json{{"city", city}, {"sky", "sunny"}, {"celsius", 22}});
    };
    return tool;
}

} // namespace

int main()
{
    bridge::LiveSessionOptions options;
    options.provider = examples::provider();
    options.settings.agent.name = "WeatherAgent";
    options.settings.agent.instructions = "Answer questions about the weather with the tool, in one sentence.";
    options.settings.agent.tools = {weatherTool()};

    examples::Ending ending;
    std::atomic<bool> hasRun{false};
    auto opened = bridge::LiveSession::open(std::move(options));
    if (!opened)
        return examples::ended(opened.error());
    auto& session = *opened.value();

    session.subscribe(
        [&](const realtime::Event& event)
        {
            if (const auto* call = std::get_if<realtime::ToolStarted>(&event))
                std::cout << "tool call: " << call->tool << ' ' << call->arguments.dump() << std::endl;
            else if (const auto* result = std::get_if<realtime::ToolEnded>(&event))
            {
                std::cout << "tool output: " << result->output << std::endl;
                hasRun = !result->isError;
            }
            else if (const auto* answer = std::get_if<realtime::AnswerDone>(&event); answer != nullptr && hasRun)
            {
                std::cout << "answer: " << answer->text << std::endl;
                ending.done();
            }
            else if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
                ending.failed(error->error);
        });
    session.connect();
    session.sendMessage("What is the weather in Paris?");

    const int exitCode = ending.wait();
    session.close();
    return exitCode;
}
