// SPDX-License-Identifier: Apache-2.0
// A voice pipeline with a server that is not our own; scripts/check-other-server starts one and names it here.
#include "Support/Skip.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/SimpleWorkflow.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using namespace std::chrono_literals;

namespace
{

/// Null where there is none.
std::shared_ptr<const VoiceService> otherService()
{
    const char* address = std::getenv("PARLEY_TEST_OTHER_SERVER");
    if (address == nullptr)
        return nullptr;
    return serviceAt(static_cast<std::uint16_t>(net::Url::parse(address).value().port));
}

std::shared_ptr<AgentWorkflow> agentAt(const std::shared_ptr<const VoiceService>& service)
{
    realtime::Agent agent;
    realtime::Tool weather;
    weather.name = "weather";
    weather.run = [](const realtime::ToolCall& call) -> Result<realtime::ToolOutput>
    { return realtime::ToolOutput::of(call.arguments.value("city", "nowhere") + std::string(" is sunny.")); };
    agent.tools.push_back(std::move(weather));
    return std::make_shared<AgentWorkflow>(service, AgentWorkflowSettings{agent});
}

} // namespace

TEST_CASE("a whole input goes through all three doors of another server", "[other-server]")
{
    const auto service = otherService();
    if (service == nullptr)
        PARLEY_SKIP("scripts/check-other-server runs it");
    for (const bool inPieces : {true, false})
    {
        VoiceConfig config;
        config.stt.asksForPieces = inPieces;
        Pipeline pipeline(VoiceModels::at(service, config), agentAt(service), config);
        const auto told = allOf(pipeline.run(someSpeech()));
        INFO(told.words);
        CHECK(told.errors.empty());
        CHECK(told.words.find("heard(hello)") != std::string::npos);
        CHECK(told.words.ends_with("says(Hello from another server.) turn_ended session_ended"));
        CHECK(told.audio == std::vector<std::int16_t>(300, 100));
    }
}

TEST_CASE("a streamed input is written down by another server, and answered and spoken there", "[other-server]")
{
    const auto service = otherService();
    if (service == nullptr)
        PARLEY_SKIP("scripts/check-other-server runs it");
    VoiceConfig config;
    config.allowsBargeIn = false;
    config.stt.model = "gpt-live-transcribe";
    config.stt.turnDetection = nullptr;
    const auto repeats = std::make_shared<SimpleWorkflow>([](const std::string& said) { return "You said: " + said; });
    Pipeline pipeline(VoiceModels::at(service, config), repeats, config);
    const auto input = std::make_shared<StreamedAudioInput>();
    CHECK(input->push(std::vector<std::int16_t>(12000, 1000)));
    input->close();
    const auto told = allOf(pipeline.run(input));
    INFO(told.words);
    CHECK(told.errors.empty());
    CHECK(told.words.ends_with("says(You said: go forward ten meters) turn_ended session_ended"));
}

TEST_CASE("an agent's tool is called by another server's model, and its answer spoken", "[other-server]")
{
    const auto service = otherService();
    if (service == nullptr)
        PARLEY_SKIP("scripts/check-other-server runs it");
    Pipeline pipeline(VoiceModels::at(service, {}), agentAt(service));
    const auto input = std::make_shared<StreamedAudioInput>();
    auto result = pipeline.run(input);
    result.sendText("weather");
    std::string words;
    while (const auto event = result.next(10s))
    {
        words += wordFor(*event) + " ";
        if (wordFor(*event) == "turn_ended")
            break;
    }
    CHECK(words.find("says(Paris is sunny.)") != std::string::npos);
}
