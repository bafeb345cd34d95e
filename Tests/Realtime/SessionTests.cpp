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

std::shared_ptr<Script> handshake()
{
    auto script = std::make_shared<Script>();
    script->emit({{"type", "session.created"}, {"session", {{"id", "sess_1"}}}})
        .expect({{"type", "session.update"}, {"session", {{"instructions", "Be brief."}}}})
        .emit({{"type", "session.updated"}, {"session", Json::object()}});
    return script;
}

struct Connected
{
    explicit Connected(std::shared_ptr<Script> played, EventHandler observer = {})
        : script(std::move(played))
    {
        SessionOptions options;
        options.settings.agent.instructions = "Be brief.";
        options.transport = scriptedTransports(*executor, {script}, transport);
        options.observer = std::move(observer);
        session = std::make_unique<Session>(executor, std::move(options));
    }

    std::shared_ptr<Executor> executor = Executor::shared();
    std::shared_ptr<Script> script;
    std::shared_ptr<ScriptedTransport*> transport = std::make_shared<ScriptedTransport*>();
    std::unique_ptr<Session> session;
};

template <typename T>
struct Awaited
{
    EventHandler handler()
    {
        return [this](const Event& event)
        {
            if (std::holds_alternative<T>(event) && count++ == 0)
                came.set_value();
        };
    }
    [[nodiscard]] bool happened() { return came.get_future().wait_for(5s) == std::future_status::ready; }
    std::promise<void> came;
    std::atomic<int> count{0};
};

/// Returns once everything that was posted to the network thread before has run.
void settle(Executor& executor)
{
    for (int i = 0; i < 8; ++i)
    {
        std::promise<void> ran;
        executor.post([&ran] { ran.set_value(); });
        REQUIRE(ran.get_future().wait_for(5s) == std::future_status::ready);
    }
}

} // namespace

TEST_CASE("a session shakes hands, sends a line, asks for the answer and publishes it")
{
    const auto script = handshake();
    script->expect({{"type", "conversation.item.create"}})
        .expect({{"type", "response.create"}})
        .emit({{"type", "response.created"}, {"response", {{"id", "r1"}}}})
        .emit({{"type", "response.output_text.done"}, {"response_id", "r1"}, {"item_id", "a1"}, {"text", "hi"}})
        .emit({{"type", "response.done"}, {"response", {{"id", "r1"}, {"status", "completed"}}}});
    Awaited<TurnEnded> ended;
    Connected connected(script);
    connected.session->subscribe(ended.handler());
    connected.session->connect();
    connected.session->sendMessage("hello");
    CHECK(script->isDone());
    CHECK(script->complaints() == std::vector<std::string>{});
    CHECK(ended.happened());
    CHECK(connected.session->history().at(0).plainText() == "hi");
    connected.session.reset();
}

TEST_CASE("a session that is connected says so when asked to connect again")
{
    const auto script = handshake();
    Awaited<ErrorEvent> refused;
    Connected connected(script);
    connected.session->subscribe(refused.handler());
    connected.session->connect();
    CHECK(script->isDone());
    connected.session->connect();
    CHECK(refused.happened());
    CHECK(connected.session->state() == ConnectionState::ready);
    connected.session.reset();
}

TEST_CASE("a connection that takes no frames is told once, not once a frame")
{
    const auto script = handshake();
    std::atomic<int> warnings{0};
    Connected connected(script,
                        [&](const Event& event) { warnings += std::holds_alternative<Warning>(event) ? 1 : 0; });
    connected.session->connect();
    REQUIRE(script->isDone());
    connected.executor->post([&] { (*connected.transport)->refuses = true; });
    for (int i = 0; i < 20; ++i)
        connected.session->sendAudio(std::vector<std::int16_t>(480));
    settle(*connected.executor);
    CHECK(warnings == 1);
    connected.session.reset();
}

TEST_CASE("nothing is called once the session's destructor has returned")
{
    const auto script = handshake();
    for (int i = 0; i < 200; ++i)
        script->emit({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u"}});
    std::atomic<bool> isGone{false};
    std::atomic<int> late{0};
    std::promise<void> ready;
    std::atomic<int> events{0};
    const auto count = [&](const Event&) { late += isGone ? 1 : 0; };
    Connected connected(script,
                        [&, count](const Event& event)
                        {
                            count(event);
                            if (++events == 6)
                                ready.set_value();
                        });
    connected.session->subscribe(count);
    connected.session->connect();
    REQUIRE(ready.get_future().wait_for(5s) == std::future_status::ready);
    connected.session.reset();
    isGone = true;
    settle(*connected.executor);
    CHECK(late == 0);
}

TEST_CASE("a session may be destroyed from inside its observer, and that call is the last")
{
    const auto script = handshake();
    script->emit({{"type", "input_audio_buffer.speech_started"}});
    int after = 0;
    std::promise<void> gone;
    Connected* owner = nullptr;
    Connected connected(script,
                        [&](const Event& event)
                        {
                            if (owner->session == nullptr)
                                ++after;
                            else if (std::holds_alternative<SessionStarted>(event))
                            {
                                owner->session.reset();
                                gone.set_value();
                            }
                        });
    owner = &connected;
    connected.session->connect();
    REQUIRE(gone.get_future().wait_for(5s) == std::future_status::ready);
    settle(*connected.executor);
    CHECK(after == 0);
    CHECK(script->complaints().empty());
}

TEST_CASE("closing ends without an error and a line sent afterwards is refused with one")
{
    const auto script = handshake();
    std::promise<void> closed;
    Awaited<ErrorEvent> refused;
    Connected connected(script,
                        [&](const Event& event)
                        {
                            const auto* changed = std::get_if<ConnectionChanged>(&event);
                            if (changed != nullptr && changed->state == ConnectionState::disconnected)
                                closed.set_value();
                        });
    connected.session->subscribe(refused.handler());
    connected.session->connect();
    REQUIRE(script->isDone());
    connected.session->close();
    REQUIRE(closed.get_future().wait_for(5s) == std::future_status::ready);
    settle(*connected.executor);
    CHECK(refused.count == 0);
    connected.session->sendMessage("too late");
    CHECK(refused.happened());
    CHECK(script->complaints().empty());
    connected.session.reset();
}
