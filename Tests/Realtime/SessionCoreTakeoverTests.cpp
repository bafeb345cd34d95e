// SPDX-License-Identifier: Apache-2.0
// What tools, agents and limits do when one connection takes over from another.
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

constexpr std::int64_t epoch = 1'756'310'470;
const Error lost{ErrorCode::closedByServer, "The connection was lost.", "read"};

/// An agent with a tool, and another tool whose calls the application answers.
SessionSettings withTools()
{
    SessionSettings settings;
    auto& look = settings.agent.tools.emplace_back();
    look.name = "look";
    look.run = [](const ToolCall&) { return ToolOutput::of("seen"); };
    const Json search = {{"type", "function"}, {"name", "search"}};
    settings.session.tools = std::vector<Json>{search};
    return settings;
}

wire::Item outputOf(const char* callId)
{
    wire::Item output;
    output.type = "function_call_output";
    output.rest = {{"call_id", callId}, {"output", "found"}};
    return output;
}

/// A session of one hour whose agent has a tool.
struct Talk : Driver
{
    Talk()
        : Driver(withTools())
    {
        feed(input::Connecting{});
        feed(input::TransportOpened{epoch});
        server({{"type", "session.created"}, {"session", {{"id", "sess_1"}, {"expires_at", epoch + 3600}}}});
        server({{"type", "session.updated"}, {"session", Json::object()}});
    }

    /// The second connection is there, and the user's speech keeps it waiting.
    void openNextBesideSpeech()
    {
        now += 58min;
        feed(input::TimePassed{});
        REQUIRE(last.connectsNext);
        server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}, {"audio_start_ms", 0}});
        openNext();
        REQUIRE_FALSE(last.movesOver);
    }

    /// It waits no longer; the settings that go over to it.
    wire::SessionConfig moveOver()
    {
        now += 105s;
        feed(input::TimePassed{});
        REQUIRE(last.movesOver);
        REQUIRE_FALSE(last.sendNext.empty());
        const auto* update = std::get_if<wire::SessionUpdate>(&last.sendNext[0].body);
        REQUIRE(update != nullptr);
        return update->session;
    }

    /// The model calls this tool, in a response that goes on.
    void beginCall(const char* tool)
    {
        server({{"type", "response.created"}, {"response", {{"id", "r1"}}}});
        server({{"type", "response.output_item.done"},
                {"response_id", "r1"},
                {"item",
                 {{"id", "f1"},
                  {"type", "function_call"},
                  {"status", "completed"},
                  {"call_id", "c1"},
                  {"name", tool},
                  {"arguments", "{}"}}}});
    }

    /// The job of the tool that the model called.
    std::uint64_t call()
    {
        beginCall("look");
        REQUIRE(last.startTools.size() == 1);
        const auto job = last.startTools[0].id;
        server({{"type", "response.done"}, {"response", {{"id", "r1"}, {"status", "completed"}}}});
        return job;
    }

    /// A call that the application answers.
    void callOfApplication()
    {
        beginCall("search");
        REQUIRE(last.startTools.empty());
        server({{"type", "response.done"}, {"response", {{"id", "r1"}, {"status", "completed"}}}});
    }

    /// What the last input told the service: the call, then its output.
    void checkCallAndOutput() const
    {
        const auto told = sent<wire::ItemCreate>();
        REQUIRE(told.size() == 2);
        CHECK(told[0].item.type == "function_call");
        CHECK(told[0].item.id == "f1");
        CHECK(told[1].item.type == "function_call_output");
    }

    void comeBack()
    {
        feed(input::TransportClosed{lost});
        now += 1s;
        feed(input::TimePassed{});
        REQUIRE(last.connects);
        feed(input::TransportOpened{epoch + 60});
        server({{"type", "session.created"}, {"session", {{"id", "sess_2"}, {"expires_at", epoch + 3660}}}});
        server({{"type", "session.updated"}, {"session", Json::object()}});
        REQUIRE(core.state() == ConnectionState::ready);
    }

    void outputArrives()
    {
        server({{"type", "conversation.item.added"},
                {"item", {{"id", "o1"}, {"type", "function_call_output"}, {"call_id", "c1"}, {"output", "seen"}}}});
    }

    void next(const Json& event)
    {
        auto parsed = wire::parseServerEvent(event.dump());
        REQUIRE(parsed);
        feed(input::OfNext{std::move(parsed).value()});
    }

    void openNext()
    {
        feed(input::OfNext{input::TransportOpened{epoch + 3500}});
        next({{"type", "session.created"}, {"session", {{"id", "sess_2"}, {"expires_at", epoch + 7100}}}});
        next({{"type", "session.updated"}, {"session", Json::object()}});
    }
};

} // namespace

TEST_CASE("a tool that ends after the connection was lost has its call told to the new one first", "[takeover]")
{
    Talk talk;
    const auto job = talk.call();
    talk.comeBack();
    talk.feed(input::ToolFinished{job, ToolOutput::of("seen")});
    talk.checkCallAndOutput();
    CHECK(talk.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a tool that ends while there is no connection is told of on the next one, and answered", "[takeover]")
{
    Talk talk;
    const auto job = talk.call();
    talk.feed(input::TransportClosed{lost});
    talk.feed(input::ToolFinished{job, ToolOutput::of("seen")});
    CHECK(talk.last.send.empty());
    talk.now += 1s;
    talk.feed(input::TimePassed{});
    talk.feed(input::TransportOpened{epoch + 60});
    talk.server({{"type", "session.created"}, {"session", {{"id", "sess_2"}}}});
    talk.server({{"type", "session.updated"}, {"session", Json::object()}});
    talk.checkCallAndOutput();
    CHECK(talk.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("an output that the application sends after the connection was lost has its call told first", "[takeover]")
{
    Talk talk;
    talk.callOfApplication();
    talk.comeBack();
    CHECK(talk.sent<wire::ItemCreate>().empty());
    talk.feed(input::SendMessage{outputOf("c1")});
    talk.checkCallAndOutput();
    CHECK(talk.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("an output of the application that was on its way is sent again behind its call", "[takeover]")
{
    Talk talk;
    talk.callOfApplication();
    talk.feed(input::SendMessage{outputOf("c1"), false});
    CHECK(talk.sent<wire::ItemCreate>().size() == 1);
    talk.comeBack();
    talk.checkCallAndOutput();
}

TEST_CASE("an output of the application that the service has is replayed with its call, and both once", "[takeover]")
{
    Talk talk;
    talk.callOfApplication();
    talk.feed(input::SendMessage{outputOf("c1"), false});
    auto output = talk.sent<wire::ItemCreate>().at(0).item.toJson();
    talk.server({{"type", "conversation.item.added"}, {"item", output}});
    talk.comeBack();
    talk.checkCallAndOutput();
    talk.feed(input::SendMessage{outputOf("c1"), false});
    CHECK(talk.sent<wire::ItemCreate>().size() == 1);
}

TEST_CASE("an output of the application for a call that nobody made goes out as it is", "[takeover]")
{
    Talk talk;
    talk.callOfApplication();
    talk.comeBack();
    talk.feed(input::SendMessage{outputOf("c9"), false});
    CHECK(talk.sent<wire::ItemCreate>().size() == 1);
}

TEST_CASE("while a tool runs a session does not move", "[takeover]")
{
    Talk talk;
    talk.now += 58min;
    talk.feed(input::TimePassed{});
    REQUIRE(talk.last.connectsNext);
    const auto job = talk.call();
    talk.openNext();
    CHECK_FALSE(talk.last.movesOver);
    talk.feed(input::ToolFinished{job, ToolOutput::of("seen")});
    CHECK_FALSE(talk.last.movesOver);
    talk.outputArrives();
    CHECK_FALSE(talk.last.movesOver);
    talk.server({{"type", "response.created"}, {"response", {{"id", "r2"}}}});
    talk.server({{"type", "response.done"}, {"response", {{"id", "r2"}, {"status", "completed"}}}});
    CHECK(talk.last.movesOver);
}

TEST_CASE("an agent that changed meanwhile takes its settings to the second connection", "[takeover]")
{
    Talk talk;
    talk.openNextBesideSpeech();
    Agent other;
    other.name = "Guide";
    other.instructions = "Speak of engines.";
    talk.feed(input::UpdateAgent{other});
    const auto moved = talk.moveOver();
    CHECK(moved.instructions == "Speak of engines.");
}

TEST_CASE("what an agent lost while the second connection was made stays lost there", "[takeover]")
{
    Talk talk;
    talk.openNextBesideSpeech();
    auto bare = talk.core.currentAgent();
    REQUIRE_FALSE(bare.tools.empty());
    bare.tools.clear();
    bare.instructions.clear();
    talk.feed(input::UpdateCast{bare, {}});
    const auto moved = talk.moveOver();
    CHECK(moved.instructions == "");
    REQUIRE(moved.tools);
    REQUIRE(moved.tools->size() == 1);
    CHECK(moved.tools->front().at("name") == "search");
}

TEST_CASE("the output of a tool that was on its way is told to the next connection, behind its call", "[takeover]")
{
    Talk talk;
    const auto job = talk.call();
    talk.feed(input::ToolFinished{job, ToolOutput::background("seen")});
    REQUIRE(talk.sent<wire::ItemCreate>().size() == 1);
    talk.comeBack();
    talk.checkCallAndOutput();
}

TEST_CASE("an answer that has called a tool is not asked for again, so that the tool acts once", "[takeover]")
{
    Talk talk;
    talk.beginCall("look");
    REQUIRE(talk.last.startTools.size() == 1);
    const auto job = talk.last.startTools[0].id;
    talk.comeBack();
    CHECK(talk.sent<wire::ResponseCreate>().empty());
    talk.feed(input::ToolFinished{job, ToolOutput::of("seen")});
    CHECK(talk.sent<wire::ItemCreate>().size() == 2);
    CHECK(talk.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a request beside the conversation is not awaited for ever when its connection is lost", "[takeover]")
{
    Talk talk;
    talk.feed(UserInput{input::CreateOutOfBandResponse{{{"instructions", "Sum up."}}, "sum"}});
    talk.feed(input::TransportClosed{lost});
    const auto errors = talk.published<ErrorEvent>();
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].request == "sum");
}
