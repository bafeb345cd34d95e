// SPDX-License-Identifier: Apache-2.0
// A session against the local service, with a network between them that fails.
#include "Realtime/Session.h"
#include "Realtime/WebSocketTransport.h"
#include "Service/Service.h"
#include "Support/EventLog.h"
#include "Support/FaultProxy.h"
#include "Support/ScriptedTransport.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace parley;
using namespace parley::realtime;
using namespace parley::test;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace
{

constexpr const char* serviceKey = "test-key-of-service";

std::unique_ptr<service::Service> startService(std::uint16_t port = 0)
{
    auto started = service::Service::start({port, Secret(serviceKey), 4});
    return started ? std::move(started).value() : nullptr;
}

/// Takes speech and never begins to play it, as a host does that is paused.
struct PausedSink : SpeechSink
{
    explicit PausedSink(Executor& usedExecutor)
        : executor(usedExecutor)
    {
    }
    bool speech(const audio::SpeechPart&, std::span<const std::int16_t>) override { return true; }
    void speechComplete(const std::string&) override {}
    void interrupt(std::function<void(std::vector<HeardSpeech>)> settled) override
    {
        executor.post([settled = std::move(settled)] { settled({}); });
    }
    Executor& executor;
};

struct Talk
{
    explicit Talk(std::uint16_t servicePort, wire::OutputModality modality = wire::OutputModality::text)
        : proxy(servicePort)
    {
        options.settings.session.outputModality = modality;
        options.settings.seed = 7;
        options.observer = log.handler();
        net::WebSocketOptions socket;
        socket.url = {"ws", "127.0.0.1", proxy.port(), "/v1/realtime", {}};
        socket.url.addQuery("model", "gpt-realtime");
        socket.headers = {{"Authorization", std::string("Bearer ") + serviceKey}};
        socket.deadlines.pingInterval = 200ms;
        socket.deadlines.pongTimeout = 300ms;
        options.transport = WebSocketTransport::factory(*executor, socket);
    }

    [[nodiscard]] bool connect()
    {
        session = std::make_unique<Session>(executor, std::move(options));
        session->connect();
        return log.becomes(ConnectionState::ready);
    }

    /// The answer to a line, as the history has it; empty when none came.
    std::string ask(const std::string& line)
    {
        session->sendMessage(line);
        const auto ended = log.await<TurnEnded>([](const auto& turn) { return turn.status == "completed"; });
        const auto items = session->history();
        return ended && !items.empty() ? items.back().plainText() : std::string();
    }

    std::shared_ptr<Executor> executor = Executor::shared();
    EventLog log;
    FaultProxy proxy;
    SessionOptions options;
    std::unique_ptr<Session> session;
};

#define PARLEY_NEED_MODEL(service)                                                                                     \
    if ((service) == nullptr)                                                                                          \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

} // namespace

TEST_CASE("a connection that is cut is made again, and the agent remembers what was said before", "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    for (const auto ending : {FaultProxy::Ending::reset, FaultProxy::Ending::finish})
    {
        Talk talk(service->port());
        REQUIRE(talk.connect());
        CHECK(talk.ask("my name is Ada") == "Nice to meet you, Ada.");
        talk.proxy.cut(ending);
        REQUIRE(talk.log.becomes(ConnectionState::reconnecting));
        const auto back = talk.log.await<Reconnected>();
        REQUIRE(back);
        CHECK(back->replayedItems == 2);
        CHECK(talk.ask("what is my name?") == "Your name is Ada.");
        CHECK(talk.session->history().size() == 4);
        CHECK(talk.log.count<HistoryAdded>() == 4);
        CHECK(talk.log.count<ErrorEvent>() == 0);
    }
}

TEST_CASE("every frame of a conversation over two connections is valid by OpenAI's schema", "[reconnect][faults]")
{
    const std::filesystem::path validator = PARLEY_SHARED_DIRECTORY "/tools/validate-events";
    if (!std::filesystem::exists(validator) || std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the event validator and the Debian package python3-jsonschema");
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const TemporaryFolder folder;
    const auto file = (folder.path() / "recording").string();
    {
        Talk talk(service->port(), wire::OutputModality::audio);
        auto recorder = Recorder::open(*talk.executor, file);
        REQUIRE(recorder);
        talk.options.recorder = std::move(recorder).value();
        REQUIRE(talk.connect());
        REQUIRE_FALSE(talk.ask("my name is Ada").empty());
        talk.proxy.cut(FaultProxy::Ending::reset);
        REQUIRE(talk.log.await<Reconnected>());
        CHECK_FALSE(talk.ask("what is my name?").empty());
    }
    CHECK(std::system(("/usr/bin/python3 " + validator.string() + " client " + file).c_str()) == 0);
}

TEST_CASE("a connection that is cut in the middle of speech nobody heard: the answer comes whole over the next",
          "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port(), wire::OutputModality::audio);
    talk.options.speechSink = std::make_shared<PausedSink>(*talk.executor);
    REQUIRE(talk.connect());
    talk.proxy.when("response.output_audio.delta", [&] { talk.proxy.cut(FaultProxy::Ending::reset); });
    CHECK(talk.ask("count to 30").find("29, 30.") != std::string::npos);
    CHECK(talk.log.count<Reconnected>() == 1);
    CHECK(talk.session->history().size() == 2);
}

TEST_CASE("an answer that stalls half-way is given up by our ping, and the conversation goes on", "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port());
    REQUIRE(talk.connect());
    CHECK_FALSE(talk.ask("my name is Ada").empty());
    talk.proxy.when("response.output_text.delta", [&] { talk.proxy.stall(FaultProxy::Way::both); });
    talk.session->sendMessage("count to 20");
    const auto lost = talk.log.await<Reconnecting>();
    REQUIRE(lost);
    CHECK(lost->reason.code == ErrorCode::timeout);
    CHECK(lost->reason.where == "ping");
    talk.proxy.resume();
    REQUIRE(talk.log.await<Reconnected>());
    CHECK(talk.ask("what is my name?") == "Your name is Ada.");
}

TEST_CASE("a connection that is half open is found by our ping", "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port());
    REQUIRE(talk.connect());
    talk.proxy.goSilent();
    talk.session->sendMessage("my name is Ada");
    REQUIRE(talk.log.becomes(ConnectionState::reconnecting));
    REQUIRE(talk.log.await<Reconnected>());
    CHECK(talk.log.await<TurnEnded>([](const auto& turn) { return turn.status == "completed"; }));
    CHECK(talk.session->history().size() == 2);
}

TEST_CASE("a close with code 4000 ends the session, with the reason in words", "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port());
    REQUIRE(talk.connect());
    talk.proxy.closeTowardClient(4000, "invalid_request_error.invalid_model");
    const auto failed =
        talk.log.await<ConnectionChanged>([](const auto& change) { return change.state == ConnectionState::failed; });
    REQUIRE(failed);
    REQUIRE(failed->reason);
    CHECK(failed->reason->code == ErrorCode::modelUnavailable);
    CHECK(talk.log.count<Reconnecting>() == 0);
    CHECK(talk.proxy.accepted() == 1);
}

TEST_CASE("a service that restarts on its port is found again, with the conversation", "[reconnect][faults]")
{
    auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto port = service->port();
    Talk talk(port);
    REQUIRE(talk.connect());
    CHECK_FALSE(talk.ask("my name is Ada").empty());
    service.reset();
    REQUIRE(talk.log.await<Reconnecting>([](const auto& attempt) { return attempt.attempt == 2; }));
    service = startService(port);
    REQUIRE(service != nullptr);
    REQUIRE(talk.log.await<Reconnected>());
    CHECK(talk.ask("what is my name?") == "Your name is Ada.");
}

TEST_CASE("a slow network that tears every frame to pieces changes nothing", "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port());
    talk.proxy.delay(2ms);
    talk.proxy.fragment(7);
    REQUIRE(talk.connect());
    CHECK(talk.ask("my name is Ada") == "Nice to meet you, Ada.");
    CHECK(talk.log.count<Reconnecting>() == 0);
}

TEST_CASE("the user's goodbye ends a session that waits for its next attempt", "[reconnect][faults]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port());
    REQUIRE(talk.connect());
    talk.proxy.refuse(true);
    talk.proxy.cut(FaultProxy::Ending::reset);
    REQUIRE(talk.log.await<Reconnecting>());
    talk.session->close();
    CHECK(talk.log.becomes(ConnectionState::disconnected));
    talk.proxy.refuse(false);
    talk.session->connect();
    CHECK(talk.log.becomes(ConnectionState::ready));
}

TEST_CASE("a session moves to its second connection before the first one expires", "[rollover]")
{
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const auto handshake = [](std::int64_t expiresAt)
    {
        auto script = std::make_shared<Script>();
        script->emit({{"type", "session.created"}, {"session", {{"id", "sess"}, {"expires_at", expiresAt}}}})
            .expect({{"type", "session.update"}})
            .emit({{"type", "session.updated"}, {"session", Json::object()}});
        return script;
    };
    const auto first = handshake(now + 2);
    first->emit({{"type", "conversation.item.added"},
                 {"item",
                  {{"id", "u1"},
                   {"type", "message"},
                   {"role", "user"},
                   {"content", Json::array({{{"type", "input_text"}, {"text", "hello"}}})}}}});
    const auto second = handshake(now + 3600);
    second->expect({{"type", "conversation.item.create"}, {"item", {{"id", "u1"}}}});
    second->expect({{"type", "conversation.item.create"}}).expect({{"type", "response.create"}});
    const auto executor = Executor::shared();
    EventLog log;
    SessionOptions options;
    options.observer = log.handler();
    options.transport = scriptedTransports(*executor, {first, second});
    Session session(executor, std::move(options));
    session.connect();
    REQUIRE(log.await<SessionExpiring>());
    const auto moved = log.await<Reconnected>();
    REQUIRE(moved);
    CHECK(moved->wasPlanned);
    CHECK(first->isDone());
    session.sendMessage("are you still there?");
    CHECK(second->isDone());
    CHECK(second->complaints() == std::vector<std::string>{});
    CHECK(log.count<Reconnecting>() == 0);
}

/// The threads of this process.
static std::size_t threads()
{
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// In KiB.
static std::size_t residentMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (std::size_t size = 0; word == "VmRSS:" && status >> size)
            return size;
    return 0;
}

TEST_CASE("two hundred cuts in sequence leave memory and threads as they were", "[.soak]")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    Talk talk(service->port());
    talk.options.settings.reconnect.goodAfter = 0ms;
    REQUIRE(talk.connect());
    REQUIRE(talk.ask("my name is Ada") == "Nice to meet you, Ada.");
    std::size_t memoryBefore = 0;
    std::size_t threadsBefore = 0;
    for (int cut = 1; cut <= 200; ++cut)
    {
        talk.proxy.cut(cut % 2 == 0 ? FaultProxy::Ending::reset : FaultProxy::Ending::finish);
        REQUIRE(talk.log.await<Reconnected>());
        REQUIRE(talk.ask("what is my name?") == "Your name is Ada.");
        if (cut == 20)
        {
            memoryBefore = residentMemory();
            threadsBefore = threads();
        }
    }
    WARN("after 20 cuts " << memoryBefore << " KiB and " << threadsBefore << " threads, after 200 " << residentMemory()
                          << " KiB and " << threads() << " threads");
    CHECK(residentMemory() < memoryBefore + 20 * 1024);
    CHECK(threads() == threadsBefore);
}
