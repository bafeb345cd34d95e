// SPDX-License-Identifier: Apache-2.0
#include "Voice/AgentWorkflow.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <deque>
#include <thread>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using namespace std::chrono_literals;
using wire::Json;

namespace
{

std::string chunk(const Json& delta, const Json& reason = nullptr)
{
    const Json event = {{"choices", {{{"index", 0}, {"delta", delta}, {"finish_reason", reason}}}}};
    return "data: " + event.dump() + "\n\n";
}

std::string says(const std::string& text)
{
    return chunk({{"role", "assistant"}, {"content", ""}}) + chunk({{"content", text}}) +
           chunk(Json::object(), "stop") + "data: [DONE]\n\n";
}

/// The arguments come in two pieces, as they do.
std::string calls(const std::string& tool, const std::string& arguments)
{
    const auto half = arguments.size() / 2;
    const auto piece = [](const Json& function, bool isFirst)
    {
        Json call = {{"index", 0}, {"function", function}};
        if (isFirst)
            call["id"] = "call_1";
        return chunk({{"tool_calls", {call}}});
    };
    return piece({{"name", tool}, {"arguments", arguments.substr(0, half)}}, true) +
           piece({{"arguments", arguments.substr(half)}}, false) + chunk(Json::object(), "tool_calls") +
           "data: [DONE]\n\n";
}

/// A chat service that gives these answers, one after the other.
class Chat
{
public:
    explicit Chat(std::deque<std::string> given)
        : answers(std::move(given))
        , server(
              [this](const ReceivedRequest&, AnswerWriter& answer)
              {
                  const auto body = answers.empty() ? std::string("data: [DONE]\n\n") : answers.front();
                  if (!answers.empty())
                      answers.pop_front();
                  answer.whole(200, body, {{"Content-Type", "text/event-stream"}});
              })
    {
    }

    std::shared_ptr<AgentWorkflow> workflow(realtime::Agent agent, std::vector<realtime::Agent> cast = {})
    {
        AgentWorkflowSettings settings;
        settings.agent = std::move(agent);
        settings.cast = std::move(cast);
        return std::make_shared<AgentWorkflow>(serviceAt(server.port()), settings);
    }

    [[nodiscard]] Json request(std::size_t place) const { return Json::parse(server.requests().at(place).body); }
    [[nodiscard]] std::size_t count() const { return server.requests().size(); }

private:
    std::deque<std::string> answers;
    StreamingPeer server;
};

std::string answerOf(Workflow& workflow, const std::string& said)
{
    std::string all;
    std::promise<void> over;
    std::unique_ptr<Activity> activity;
    onNetwork(
        [&]
        {
            activity = workflow.answer(said, {[&](std::string_view piece) { all += piece; },
                                              [&](const std::optional<Error>& problem)
                                              {
                                                  if (problem)
                                                      all += "<" + std::string(toString(problem->code)) + ">";
                                                  over.set_value();
                                              }});
        });
    over.get_future().wait();
    onNetwork([&] { activity.reset(); });
    return all;
}

realtime::Agent named(const std::string& name)
{
    realtime::Agent agent;
    agent.name = name;
    agent.instructions = "You are " + name + ".";
    return agent;
}

realtime::Tool weather(std::function<Result<realtime::ToolOutput>(const realtime::ToolCall&)> run)
{
    realtime::Tool tool;
    tool.name = "get_weather";
    tool.description = "Tells the weather.";
    tool.run = std::move(run);
    return tool;
}

} // namespace

TEST_CASE("an agent remembers what was said, turn after turn")
{
    Chat chat({says("Hello Ada."), says("Ada.")});
    const auto workflow = chat.workflow(named("Helper"));
    CHECK(answerOf(*workflow, "I am Ada") == "Hello Ada.");
    CHECK(answerOf(*workflow, "Who am I?") == "Ada.");
    CHECK(chat.request(1)["stream"] == true);
    CHECK_FALSE(chat.request(1).contains("tools"));
    CHECK(chat.request(1)["messages"] == Json{{{"role", "system"}, {"content", "You are Helper."}},
                                              {{"role", "user"}, {"content", "I am Ada"}},
                                              {{"role", "assistant"}, {"content", "Hello Ada."}},
                                              {{"role", "user"}, {"content", "Who am I?"}}});
}

TEST_CASE("an agent's tool runs, and the model speaks about what it returned")
{
    auto agent = named("Helper");
    std::string city;
    agent.tools = {weather(
        [&](const realtime::ToolCall& call) -> Result<realtime::ToolOutput>
        {
            city = call.arguments.value("city", "");
            return realtime::ToolOutput::of("sunny");
        })};
    Chat chat({calls("get_weather", R"({"city":"Paris"})"), says("It is sunny.")});
    CHECK(answerOf(*chat.workflow(agent), "Weather?") == "It is sunny.");
    CHECK(city == "Paris");
    CHECK(chat.request(0)["tools"][0]["function"]["name"] == "get_weather");
    const auto messages = chat.request(1)["messages"];
    CHECK(messages[2]["tool_calls"][0]["function"]["arguments"] == R"({"city":"Paris"})");
    CHECK(messages[3] == Json{{"role", "tool"}, {"tool_call_id", "call_1"}, {"content", "sunny"}});
}

TEST_CASE("a tool that fails, is unknown or needs an approval is told to the model, and the turn goes on")
{
    auto agent = named("Helper");
    auto tool =
        weather([](const realtime::ToolCall&) -> Result<realtime::ToolOutput> { throw std::runtime_error("broken"); });
    const auto kind = GENERATE(0, 1, 2, 3);
    if (kind == 1)
        tool.needsApproval = [](const realtime::ToolCall&) { return true; };
    agent.tools = {tool};
    const auto* called = kind == 2 ? "other" : "get_weather";
    Chat chat({calls(called, kind == 3 ? "no JSON" : "{}"), says("Sorry.")});
    CHECK(answerOf(*chat.workflow(agent), "Weather?") == "Sorry.");
    const auto output = chat.request(1)["messages"][3]["content"].get<std::string>();
    const std::string expected[] = {"broken", "approval", "other", "get_weather"};
    INFO(output);
    CHECK(output.find(expected[kind]) != std::string::npos);
}

TEST_CASE("a tool that does not end in time is answered for and asked to end")
{
    auto agent = named("Helper");
    std::promise<void> stopped;
    auto tool = weather(
        [&](const realtime::ToolCall& call) -> Result<realtime::ToolOutput>
        {
            while (!call.stop.stop_requested())
                std::this_thread::yield();
            stopped.set_value();
            return realtime::ToolOutput::of("late");
        });
    tool.deadline = 30ms;
    agent.tools = {tool};
    Chat chat({calls("get_weather", "{}"), says("Sorry.")});
    CHECK(answerOf(*chat.workflow(agent), "Weather?") == "Sorry.");
    CHECK(stopped.get_future().wait_for(5s) == std::future_status::ready);
    CHECK(chat.request(1)["messages"][3]["content"].get<std::string>().find("late") == std::string::npos);
}

TEST_CASE("an agent hands over to another, who answers and speaks from then on")
{
    auto greeter = named("Greeter");
    greeter.handoffs = {realtime::Handoff::toNamed("TechSupport")};
    Chat chat({calls("transfer_to_techsupport", "{}"), says("Support here."), says("Still here.")});
    const auto workflow = chat.workflow(greeter, {named("TechSupport")});
    CHECK(answerOf(*workflow, "Help") == "Support here.");
    CHECK(workflow->currentAgent() == "TechSupport");
    CHECK(answerOf(*workflow, "More") == "Still here.");
    CHECK(chat.request(0)["messages"][0]["content"] == "You are Greeter.");
    CHECK(chat.request(2)["messages"][0]["content"] == "You are TechSupport.");
}

TEST_CASE("a model that only calls tools is stopped")
{
    auto agent = named("Helper");
    agent.tools = {weather([](const realtime::ToolCall&) -> Result<realtime::ToolOutput>
                           { return realtime::ToolOutput::of("sunny"); })};
    Chat chat(std::deque<std::string>(20, calls("get_weather", "{}")));
    CHECK(answerOf(*chat.workflow(agent), "Weather?") == "<limit_reached>");
    CHECK(chat.count() == AgentWorkflow::mostRounds);
}

TEST_CASE("an answer that breaks off or cannot be read is an error, behind what was said of it")
{
    Chat chat({chunk({{"content", "Half"}}), "data: nonsense\n\n",
               R"(data: {"error":{"code":"insufficient_quota","message":"Sorry."}})"
               "\n\n"});
    const auto workflow = chat.workflow(named("Helper"));
    CHECK(answerOf(*workflow, "1") == "Half<protocol_incompatible>");
    CHECK(answerOf(*workflow, "2") == "<protocol_incompatible>");
    CHECK(answerOf(*workflow, "3") == "<quota_exceeded>");
}

TEST_CASE("an answer that the user cuts short is remembered as far as it was said")
{
    std::promise<void> goOn;
    std::atomic<int> requests{0};
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            if (++requests > 1)
            {
                answer.whole(200, says("Yes."), {{"Content-Type", "text/event-stream"}});
                return;
            }
            answer.begin(200, {{"Content-Type", "text/event-stream"}});
            answer.piece(chunk({{"content", "Long"}}));
            answer.awaitEnd();
        });
    AgentWorkflow workflow(serviceAt(server.port()), {});
    std::promise<void> heard;
    std::unique_ptr<Activity> activity;
    onNetwork([&] { activity = workflow.answer("Tell", {[&](std::string_view) { heard.set_value(); }, {}}); });
    heard.get_future().wait();
    onNetwork([&] { activity.reset(); });
    CHECK(answerOf(workflow, "Stop") == "Yes.");
    const auto messages = Json::parse(server.requests().at(1).body)["messages"];
    CHECK(messages[2] == Json{{"role", "assistant"}, {"content", "Long"}});
}

TEST_CASE("an agent remembers of an answer that was cut what was heard of it, and nothing where nothing was")
{
    Chat chat({says("One. Two. Three."), says("Four."), says("Five.")});
    const auto workflow = chat.workflow(named("Helper"));
    (void)answerOf(*workflow, "Count");
    onNetwork([&] { workflow->wasCut("One."); });
    (void)answerOf(*workflow, "Go on");
    CHECK(chat.request(1)["messages"][2]["content"] == "One.");
    onNetwork([&] { workflow->wasCut(""); });
    // There is nothing more to forget: the answer before was heard.
    onNetwork([&] { workflow->wasCut(""); });
    (void)answerOf(*workflow, "More");
    const auto messages = chat.request(2)["messages"];
    REQUIRE(messages.size() == 5);
    CHECK(messages[2]["content"] == "One.");
    CHECK(messages[4] == Json{{"role", "user"}, {"content", "More"}});
}
