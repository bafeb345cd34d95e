// SPDX-License-Identifier: Apache-2.0
// Agents with tools, handoffs and guardrails against the local service, over a real socket.
#include "Support/ServiceConversation.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <stdexcept>

using namespace parley;
using namespace parley::realtime;
using namespace parley::test;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace
{

#define PARLEY_NEED_MODEL(service)                                                                                     \
    if ((service) == nullptr)                                                                                          \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

SessionSettings withTools(std::vector<Tool> tools)
{
    SessionSettings settings;
    settings.agent.name = "Front Desk";
    settings.agent.tools = std::move(tools);
    settings.session.outputModality = wire::OutputModality::text;
    return settings;
}

Tool weather()
{
    Tool tool;
    tool.name = "get_weather";
    tool.description = "Tells the weather of a city.";
    tool.parameters = {
        {"type", "object"}, {"properties", {{"city", {{"type", "string"}}}}}, {"required", Json::array({"city"})}};
    tool.run = [](const ToolCall& call) -> Result<ToolOutput>
    { return ToolOutput::of("It is sunny in " + call.arguments.at("city").get<std::string>() + "."); };
    return tool;
}

Tool lottery()
{
    Tool tool;
    tool.name = "draw_lottery";
    tool.description = "Draws a number.";
    tool.run = [](const ToolCall&) -> Result<ToolOutput> { return ToolOutput::of("The number is 7."); };
    return tool;
}

/// Plays nothing, as if all speech were still to be heard.
class SilentSink final : public SpeechSink
{
public:
    bool speech(const audio::SpeechPart& part, std::span<const std::int16_t> samples) override
    {
        if (waiting.empty() || waiting.back().part.itemId != part.itemId)
            waiting.push_back({part, 0, 0});
        waiting.back().receivedSamples += samples.size();
        return true;
    }
    void speechComplete(const std::string&) override {}
    void interrupt(std::function<void(std::vector<HeardSpeech>)> settled) override
    {
        ++interruptions;
        settled(std::exchange(waiting, {}));
    }

    std::vector<HeardSpeech> waiting;
    std::atomic<int> interruptions{0};
};

std::string answerOf(ServiceConversation& talk)
{
    const auto done = talk.await<AnswerDone>();
    return done ? done->text : "no answer";
}

} // namespace

TEST_CASE("an agent calls a tool with the user's words and speaks of its output", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    ServiceConversation talk(*service, withTools({weather()}));
    talk.session->sendMessage("What is the weather in Paris?");
    const auto started = talk.await<ToolStarted>();
    REQUIRE(started);
    CHECK(started->tool == "get_weather");
    CHECK(started->agent == "Front Desk");
    CHECK(started->arguments == Json{{"city", "Paris"}});
    const auto ended = talk.await<ToolEnded>();
    REQUIRE(ended);
    CHECK(ended->output == "It is sunny in Paris.");
    CHECK_FALSE(ended->isError);
    CHECK(answerOf(talk) == "It is sunny in Paris.");
    CHECK(talk.all<ErrorEvent>().empty());
    CHECK(talk.all<Warning>().empty());
}

TEST_CASE("tools called together are answered together, and once", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    ServiceConversation talk(*service, withTools({weather(), lottery()}));
    talk.session->sendMessage("Draw the lottery and tell me the weather in Rome");
    CHECK(answerOf(talk) == "It is sunny in Rome. The number is 7.");
    CHECK(talk.all<ToolEnded>().size() == 2);
    REQUIRE(talk.await<TurnEnded>());
    CHECK(talk.all<TurnStarted>().size() == 2);
    CHECK(talk.all<ErrorEvent>().empty());
}

TEST_CASE("a tool that throws tells the model so, and the session goes on", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto broken = lottery();
    broken.run = [](const ToolCall&) -> Result<ToolOutput> { throw std::runtime_error("the drum is stuck"); };
    ServiceConversation talk(*service, withTools({broken}));
    talk.session->sendMessage("Draw the lottery");
    const auto ended = talk.await<ToolEnded>();
    REQUIRE(ended);
    CHECK(ended->isError);
    CHECK(answerOf(talk) == "Error: the tool 'draw_lottery' failed: the drum is stuck");
    talk.session->sendMessage("Hello");
    CHECK(answerOf(talk) == "Hello! How can I help you?");
}

TEST_CASE("a tool that is too slow is answered for at its deadline, asked to end, and its late result dropped",
          "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto slow = lottery();
    std::promise<void> wasAsked;
    slow.deadline = 20ms;
    slow.run = [&](const ToolCall& call) -> Result<ToolOutput>
    {
        std::promise<void> end;
        const std::stop_callback asked(call.stop, [&] { end.set_value(); });
        end.get_future().wait();
        wasAsked.set_value();
        return ToolOutput::of("too late");
    };
    ServiceConversation talk(*service, withTools({slow}));
    talk.session->sendMessage("Draw the lottery");
    CHECK(answerOf(talk) == "Tool 'draw_lottery' timed out after 0.02 s.");
    CHECK(wasAsked.get_future().wait_for(5s) == std::future_status::ready);
    CHECK(talk.all<ToolEnded>().size() == 1);
}

TEST_CASE("a call that needs approval waits for the user's word", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    std::atomic<int> runs{0};
    auto guarded = lottery();
    guarded.needsApproval = [](const ToolCall&) { return true; };
    guarded.run = [&](const ToolCall&) -> Result<ToolOutput>
    {
        ++runs;
        return ToolOutput::of("The number is 7.");
    };
    ServiceConversation talk(*service, withTools({guarded}));
    talk.session->sendMessage("Draw the lottery");
    auto asked = talk.await<ToolApprovalRequired>();
    REQUIRE(asked);
    CHECK(asked->tool == "draw_lottery");
    CHECK(runs == 0);
    talk.session->reject(asked->callId, false, "Not today.");
    CHECK(answerOf(talk) == "Not today.");
    talk.session->sendMessage("Draw the lottery again");
    asked = talk.await<ToolApprovalRequired>();
    REQUIRE(asked);
    talk.session->approve(asked->callId, true);
    CHECK(answerOf(talk) == "The number is 7.");
    talk.session->sendMessage("Draw the lottery once more");
    CHECK(answerOf(talk) == "The number is 7.");
    CHECK(talk.all<ToolApprovalRequired>().size() == 2);
    CHECK(runs == 2);
}

TEST_CASE("an agent hands off to another, who has tools of its own, and back", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto settings = withTools({weather()});
    settings.agent.handoffs = {Handoff::toNamed("Lottery")};
    Agent other;
    other.name = "Lottery";
    other.tools = {lottery()};
    other.handoffs = {Handoff::toNamed("Front Desk")};
    settings.cast = {other};
    ServiceConversation talk(*service, settings);
    talk.session->sendMessage("Please transfer me to the lottery");
    const auto handed = talk.await<HandoffEvent>();
    REQUIRE(handed);
    CHECK(handed->from == "Front Desk");
    CHECK(handed->to == "Lottery");
    CHECK(answerOf(talk) == "Handoff complete. You are now connected to Lottery.");
    CHECK(talk.session->currentAgent().name == "Lottery");
    talk.session->sendMessage("Draw the lottery");
    CHECK(answerOf(talk) == "The number is 7.");
    talk.session->sendMessage("Tell me the weather in Rome!");
    CHECK(answerOf(talk) == "You said: Tell me the weather in Rome!");
    talk.session->sendMessage("Connect me with the front desk");
    CHECK(answerOf(talk) == "Handoff complete. You are now connected to Front Desk.");
    CHECK(talk.all<ErrorEvent>().empty());
    CHECK(talk.all<Warning>().empty());
}

TEST_CASE("a greeting is spoken once, before the user says anything", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto settings = withTools({weather()});
    settings.agent.greeting = "Welcome to the\nweather desk.";
    ServiceConversation talk(*service, settings);
    CHECK(answerOf(talk) == "Welcome to the weather desk.");
    talk.session->sendMessage("Hello");
    CHECK(answerOf(talk) == "Hello! How can I help you?");
}

TEST_CASE("a forced call is made once, and then the model answers freely", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto settings = withTools({lottery()});
    settings.session.toolChoice = wire::FunctionChoice{"draw_lottery"};
    ServiceConversation talk(*service, settings);
    talk.session->sendMessage("Hello");
    CHECK(answerOf(talk) == "The number is 7.");
    talk.session->sendMessage("Hello");
    CHECK(answerOf(talk) == "Hello! How can I help you?");
}

TEST_CASE("a guardrail that trips while the agent speaks silences it, and the agent says something better", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto settings = withTools({});
    settings.session.outputModality = wire::OutputModality::audio;
    settings.guardrails.debounceCharacters = 8;
    settings.outputGuardrails = {{"broken",
                                  [](const GuardrailLook&) -> std::optional<GuardrailTrip>
                                  { throw std::runtime_error("no dictionary"); }},
                                 {"superstition",
                                  [](const GuardrailLook& look) -> std::optional<GuardrailTrip>
                                  {
                                      if (look.agent != "Front Desk" || look.text.find("13") == std::string::npos)
                                          return std::nullopt;
                                      return GuardrailTrip{"it named a number of ill luck"};
                                  }}};
    const auto sink = std::make_shared<SilentSink>();
    ServiceConversation talk(*service, settings, sink);
    talk.session->sendMessage("Count to 100");
    const auto tripped = talk.await<GuardrailTripped>();
    REQUIRE(tripped);
    CHECK(tripped->guardrail == "superstition");
    CHECK(tripped->reason == "it named a number of ill luck");
    const auto better =
        talk.await<AnswerDone>([](const AnswerDone& done) { return done.text == "I am sorry, I will not say that."; });
    CHECK(better);
    CHECK(sink->interruptions == 1);
    CHECK(talk.all<GuardrailTripped>().size() == 1);
    REQUIRE_FALSE(talk.all<Warning>().empty());
    CHECK(talk.all<Warning>()[0].error.message.find("no dictionary") != std::string::npos);
    talk.session.reset();
}

TEST_CASE("what a session with tools, handoffs and approvals sends is valid by OpenAI's schema", "[agents]")
{
    const std::filesystem::path validator = PARLEY_SHARED_DIRECTORY "/tools/validate-events";
    if (!std::filesystem::exists(validator) || std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the event validator and the Debian package python3-jsonschema");
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    auto settings = withTools({weather(), lottery()});
    settings.agent.greeting = "Good day.";
    settings.agent.handoffs = {Handoff::toNamed("Lottery")};
    settings.agent.hostedMcp = {
        {"docs", "https://mcp.example/sse", {}, "mcp-secret-token", {}, {{"X-Key", "header-secret"}}, {"search"}}};
    settings.session.toolChoice = wire::ToolUse::automatic;
    Agent other;
    other.name = "Lottery";
    other.voice = "cedar";
    settings.cast = {other};
    const TemporaryFolder folder;
    const auto file = folder.path() / "session.ndjson";
    {
        const auto executor = Executor::shared();
        ServiceConversation talk(*service, settings, {}, Recorder::open(*executor, file).value());
        CHECK(answerOf(talk) == "Good day.");
        talk.session->sendMessage("Draw the lottery and tell me the weather in Rome");
        CHECK(answerOf(talk) == "It is sunny in Rome. The number is 7.");
        talk.session->sendMessage("Transfer me to the lottery");
        CHECK(answerOf(talk) == "Handoff complete. You are now connected to Lottery.");
        CHECK(talk.all<ErrorEvent>().empty());
        talk.session.reset();
    }
    for (const auto* side : {"client", "server"})
        CHECK(std::system(("/usr/bin/python3 " + validator.string() + " " + side + " " + file.string()).c_str()) == 0);
    std::ifstream recorded(file);
    const std::string all{std::istreambuf_iterator<char>(recorded), {}};
    CHECK(all.find("server_label") != std::string::npos);
    CHECK(all.find("mcp-secret-token") == std::string::npos);
    CHECK(all.find("header-secret") == std::string::npos);
}

TEST_CASE("a session whose tools clash does not connect, and says why", "[agents]")
{
    const auto service = startLocalService();
    PARLEY_NEED_MODEL(service);
    ServiceConversation talk(*service, withTools({lottery(), lottery()}));
    const auto refused = talk.await<ErrorEvent>();
    REQUIRE(refused);
    CHECK(refused->error.message.find("draw_lottery") != std::string::npos);
    const auto failed = talk.await<ConnectionChanged>();
    REQUIRE(failed);
    CHECK(failed->state == ConnectionState::failed);
}
