// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Session.h"
#include "Support/ScriptedTransport.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace parley;
using namespace parley::realtime;
using namespace parley::test;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace
{

std::shared_ptr<Script> callOf(const std::string& tool)
{
    const Json offered = {
        {"type", "function"}, {"name", "look"}, {"description", ""}, {"parameters", Tool{}.parameters}};
    auto script = std::make_shared<Script>();
    script->emit({{"type", "session.created"}, {"session", {{"id", "sess_1"}}}})
        .expect({{"type", "session.update"}, {"session", {{"tools", Json::array({offered})}}}})
        .emit({{"type", "session.updated"}, {"session", Json::object()}})
        .emit({{"type", "response.created"}, {"response", {{"id", "r1"}}}})
        .emit({{"type", "response.output_item.done"},
               {"response_id", "r1"},
               {"item",
                {{"id", "f1"},
                 {"type", "function_call"},
                 {"status", "completed"},
                 {"call_id", "c1"},
                 {"name", tool},
                 {"arguments", "{}"}}}});
    return script;
}

std::unique_ptr<Session> play(const std::shared_ptr<Executor>& executor, const std::shared_ptr<Script>& script,
                              std::function<Result<ToolOutput>(const ToolCall&)> run)
{
    SessionOptions options;
    Tool tool;
    tool.name = "look";
    tool.run = std::move(run);
    options.settings.agent.tools = {tool};
    options.transport = scriptedTransports(*executor, {script});
    auto session = std::make_unique<Session>(executor, std::move(options));
    session->connect();
    return session;
}

} // namespace

TEST_CASE("a session runs the tool on the pool, sends its output, and asks for one answer")
{
    const auto executor = Executor::shared();
    const auto script = callOf("look");
    script
        ->expect({{"type", "conversation.item.create"},
                  {"item", {{"type", "function_call_output"}, {"call_id", "c1"}, {"output", "blue"}}}})
        .emit({{"type", "response.done"}, {"response", {{"id", "r1"}, {"status", "completed"}}}})
        .expect({{"type", "response.create"}});
    std::atomic<bool> wasOnNetwork{true};
    auto session = play(executor, script,
                        [&](const ToolCall&) -> Result<ToolOutput>
                        {
                            wasOnNetwork = executor->isNetworkThread();
                            return ToolOutput::of("blue");
                        });
    CHECK(script->isDone());
    CHECK(script->complaints() == std::vector<std::string>{});
    CHECK_FALSE(wasOnNetwork);
    session.reset();
}

TEST_CASE("a session that ends asks its tools to end and does not wait for them")
{
    const auto executor = Executor::shared();
    const auto script = callOf("look");
    std::promise<void> began;
    std::promise<void> wasAsked;
    std::promise<void> mayEnd;
    auto session = play(executor, script,
                        [&, end = mayEnd.get_future().share()](const ToolCall& call) -> Result<ToolOutput>
                        {
                            const std::stop_callback asked(call.stop, [&] { wasAsked.set_value(); });
                            began.set_value();
                            end.wait();
                            return ToolOutput::of("too late");
                        });
    REQUIRE(began.get_future().wait_for(5s) == std::future_status::ready);
    session.reset();
    CHECK(wasAsked.get_future().wait_for(5s) == std::future_status::ready);
    mayEnd.set_value();
    CHECK(script->complaints() == std::vector<std::string>{});
}

TEST_CASE("a call of a tool that the agent does not have is answered over the wire")
{
    const auto executor = Executor::shared();
    const auto script = callOf("listen");
    script->expect({{"type", "conversation.item.create"},
                    {"item",
                     {{"call_id", "c1"},
                      {"output", "Error: there is no tool named 'listen'. Use only the tools you were given."}}}});
    auto session = play(executor, script, {});
    CHECK(script->isDone());
    CHECK(script->complaints() == std::vector<std::string>{});
    session.reset();
}

TEST_CASE("a guardrail that looks for too long is asked to end, and the answer goes on without it")
{
    const auto executor = Executor::shared();
    auto script = std::make_shared<Script>();
    script->emit({{"type", "session.created"}, {"session", {{"id", "sess_1"}}}})
        .expect({{"type", "session.update"}})
        .emit({{"type", "session.updated"}, {"session", Json::object()}})
        .emit({{"type", "response.created"}, {"response", {{"id", "r1"}}}})
        .emit({{"type", "response.output_text.delta"}, {"response_id", "r1"}, {"item_id", "a1"}, {"delta", "Hi."}})
        .emit({{"type", "response.done"}, {"response", {{"id", "r1"}, {"status", "completed"}}}});
    std::promise<void> wasAsked;
    SessionOptions options;
    options.settings.guardrails.deadline = 300ms; // Longer than the pool takes to begin.
    options.settings.outputGuardrails = {{"slow",
                                          [&](const GuardrailLook& look) -> std::optional<GuardrailTrip>
                                          {
                                              std::promise<void> asked;
                                              const std::stop_callback stop(look.stop, [&] { asked.set_value(); });
                                              asked.get_future().wait();
                                              wasAsked.set_value();
                                              return GuardrailTrip{"too late"};
                                          }}};
    options.transport = scriptedTransports(*executor, {script});
    std::promise<Error> warned;
    options.observer = [&](const Event& event)
    {
        if (const auto* warning = std::get_if<Warning>(&event);
            warning != nullptr && warning->error.where == "guardrail")
            warned.set_value(warning->error);
    };
    auto session = std::make_unique<Session>(executor, std::move(options));
    session->connect();
    auto warning = warned.get_future();
    REQUIRE(warning.wait_for(5s) == std::future_status::ready);
    CHECK(warning.get().code == ErrorCode::timeout);
    CHECK(wasAsked.get_future().wait_for(5s) == std::future_status::ready);
    session.reset();
}
