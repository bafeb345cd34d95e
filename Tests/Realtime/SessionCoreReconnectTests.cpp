// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

const Error lost{ErrorCode::closedByServer, "The connection was lost.", "read"};

Json userItem(const std::string& id, const std::string& text)
{
    return {{"type", "conversation.item.added"},
            {"item",
             {{"id", id},
              {"type", "message"},
              {"role", "user"},
              {"status", "completed"},
              {"content", Json::array({{{"type", "input_text"}, {"text", text}}})}}}};
}

struct Lost : Driver
{
    explicit Lost(SessionSettings settings = {})
        : Driver(std::move(settings))
    {
    }

    Outputs& lose(const Error& error = lost) { return feed(input::TransportClosed{error}); }

    /// Waits until the attempt is due.
    Outputs& wait()
    {
        REQUIRE(core.nextDeadline());
        now = *core.nextDeadline();
        return feed(input::TimePassed{});
    }

    /// From the lost connection to the new one.
    Outputs& comeBack(const Json& session = Json::object())
    {
        wait();
        REQUIRE(last.connects);
        feed(input::TransportOpened{});
        server({{"type", "session.created"}, {"session", {{"id", "sess_2"}}}});
        REQUIRE(sent<wire::SessionUpdate>().size() == 1);
        return server({{"type", "session.updated"}, {"session", session}});
    }

    /// The response r1 begins to say these words in a1.
    void beginAnswer(const char* words)
    {
        server(responseEvent("response.created", "r1"));
        server({{"type", "response.output_audio_transcript.delta"},
                {"response_id", "r1"},
                {"item_id", "a1"},
                {"delta", words}});
        server(audioDelta("r1", "a1", 2400));
    }
};

} // namespace

TEST_CASE("a lost connection is made again, and the new one is told the conversation before anything else",
          "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.server(userItem("u1", "my name is Ada"));
    driver.server({{"type", "response.output_text.done"}, {"response_id", "r0"}, {"item_id", "a1"}, {"text", "Hi"}});
    driver.lose();
    CHECK(driver.core.state() == ConnectionState::reconnecting);
    REQUIRE(driver.published<Reconnecting>().size() == 1);
    CHECK(driver.published<Reconnecting>()[0].attempt == 1);
    CHECK(driver.published<ErrorEvent>().empty());
    driver.feed(input::SendMessage{wire::Item::userText("what is my name")});
    CHECK(driver.last.send.empty());

    driver.comeBack();
    CHECK(driver.core.state() == ConnectionState::ready);
    const auto creates = driver.sent<wire::ItemCreate>();
    REQUIRE(creates.size() == 3);
    CHECK(creates[0].item.id == "u1");
    CHECK(creates[0].previousItemId == "root");
    CHECK(creates[1].item.id == "a1");
    CHECK(creates[1].item.content.at(0).type == "output_text");
    CHECK(creates[2].item.plainText() == "what is my name");
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    REQUIRE(driver.published<Reconnected>().size() == 1);
    CHECK(driver.published<Reconnected>()[0].sessionId == "sess_2");
    CHECK(driver.published<Reconnected>()[0].replayedItems == 2);
    CHECK_FALSE(driver.published<Reconnected>()[0].wasPlanned);
}

TEST_CASE("what the new connection says of items it was told is no news", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.server(userItem("u1", "hello"));
    CHECK(driver.published<HistoryAdded>().size() == 1);
    driver.lose();
    driver.comeBack();
    driver.server(userItem("u1", "hello"));
    CHECK(driver.last.publish.empty());
    driver.server(userItem("u2", "news"));
    CHECK(driver.published<HistoryAdded>().size() == 1);
    CHECK(driver.core.history().items().size() == 2);
}

TEST_CASE("a line that was on its way is sent again and answered, one that had arrived is not", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.feed(input::SendMessage{wire::Item::userText("one")});
    const auto id = driver.sent<wire::ItemCreate>().at(0).item.id;
    CHECK_FALSE(id.empty());
    CHECK(id.size() <= 32);
    driver.lose();
    driver.comeBack();
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ItemCreate>()[0].item.id == id);
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    driver.server(userItem(id, "one"));
    CHECK(driver.published<HistoryAdded>().size() == 1);
    driver.lose();
    driver.comeBack();
    CHECK(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.published<Reconnected>().at(0).replayedItems == 1);
}

TEST_CASE("an answer that nobody heard is asked for again, and what came of it is silenced and forgotten",
          "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.beginAnswer("You");
    driver.lose();
    CHECK(driver.last.flushPlayout);
    REQUIRE(driver.published<TurnEnded>().size() == 1);
    CHECK(driver.published<TurnEnded>()[0].reason == "connection_lost");
    REQUIRE(driver.published<HistoryUpdated>().size() == 1);
    CHECK(driver.published<HistoryUpdated>()[0].isDeleted);
    CHECK(driver.core.history().items().empty());
    driver.comeBack();
    CHECK(driver.sent<wire::ItemCreate>().empty());
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    driver.feed(input::PlaybackInterrupted{{{{"r1", "a1", 0}, 0, 2400}}});
    CHECK(driver.last.send.empty());
}

TEST_CASE("an answer that is asked for again keeps what it was asked for with", "[reconnect]")
{
    SessionSettings settings;
    settings.agent.greeting = "Good day.";
    Lost driver(settings);
    driver.becomeReady();
    const auto greeting = driver.sent<wire::ResponseCreate>().at(0).response;
    driver.server({{"type", "response.created"}, {"response", {{"id", "r1"}, {"metadata", greeting.at("metadata")}}}});
    driver.feed(input::SendMessage{wire::Item::userText("hello")});
    driver.lose();
    driver.comeBack();
    REQUIRE(driver.sent<wire::ResponseCreate>().size() == 1);
    const auto again = driver.sent<wire::ResponseCreate>()[0].response;
    CHECK(again.at("instructions") == greeting.at("instructions"));
    CHECK(again.at("tool_choice") == "none");
    driver.server({{"type", "response.created"}, {"response", {{"id", "r2"}, {"metadata", again.at("metadata")}}}});
    driver.server(responseEvent("response.done", "r2", "completed"));
    REQUIRE(driver.sent<wire::ResponseCreate>().size() == 1);
    CHECK_FALSE(driver.sent<wire::ResponseCreate>()[0].response.contains("instructions"));
}

TEST_CASE("an answer that was heard in part sounds on as far as it came, and is not asked for again", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.beginAnswer("You said");
    driver.feed(input::PlaybackStarted{"r1", {}});
    driver.lose();
    CHECK_FALSE(driver.last.flushPlayout);
    CHECK(driver.last.completedSpeech == std::vector<std::string>{"r1"});
    driver.comeBack();
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ItemCreate>()[0].item.status == "incomplete");
    CHECK(driver.sent<wire::ItemCreate>()[0].item.plainText() == "You said");
    // The service knows it as text now, which cannot be truncated; silence comes all the same.
    driver.server({{"type", "input_audio_buffer.speech_started"}});
    CHECK(driver.last.flushPlayout);
    driver.feed(input::PlaybackInterrupted{{{{"r1", "a1", 0}, 1200, 2400}}});
    CHECK(driver.last.send.empty());
    CHECK(driver.published<AudioInterrupted>().size() == 1);
}

TEST_CASE("a turn that the user was in the middle of goes on over the new connection", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}});
    driver.feed(input::SendAudio{samples(48000), false});
    driver.feed(input::SendAudio{samples(48000), false});
    driver.lose();
    driver.feed(input::SendAudio{samples(12000), false});
    CHECK(driver.last.send.empty());
    driver.comeBack();
    std::size_t total = 0;
    for (const auto& append : driver.sent<wire::InputAudioAppend>())
        total += append.samples.size();
    CHECK(total == 2 * 48000 + 12000);
    CHECK(driver.core.droppedEarlySamples() == 0);
}

TEST_CASE("a spoken turn whose words nobody knows is told as speech, and its answer is asked for", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}});
    driver.feed(input::SendAudio{samples(24000), false});
    driver.server({{"type", "input_audio_buffer.committed"}, {"item_id", "u1"}});
    driver.server({{"type", "conversation.item.added"},
                   {"item",
                    {{"id", "u1"},
                     {"type", "message"},
                     {"role", "user"},
                     {"content", Json::array({{{"type", "input_audio"}, {"transcript", nullptr}}})}}}});
    driver.lose();
    driver.comeBack();
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ItemCreate>()[0].item.toJson()["content"][0].contains("audio"));
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a commit that was on its way is made again", "[reconnect]")
{
    const auto manual = Json::parse(R"({"audio":{"input":{"turn_detection":null}}})");
    Lost driver;
    driver.becomeReady(manual);
    driver.feed(input::SendAudio{samples(24000), true});
    REQUIRE(driver.sent<wire::InputAudioCommit>().size() == 1);
    driver.lose();
    driver.comeBack(manual);
    REQUIRE(driver.sent<wire::InputAudioAppend>().size() == 1);
    CHECK(driver.sent<wire::InputAudioAppend>()[0].samples.size() == 24000);
    CHECK(driver.sent<wire::InputAudioCommit>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a fault that would meet every attempt ends the session", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.lose({ErrorCode::unauthorized, "Check the key.", "close"});
    CHECK(driver.core.state() == ConnectionState::failed);
    CHECK(driver.published<ErrorEvent>().size() == 1);
    CHECK(driver.published<Reconnecting>().empty());
}

TEST_CASE("a close behind an error that is not to be met again ends the session, whatever its code", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.server({{"type", "error"}, {"error", {{"code", "insufficient_quota"}, {"message", "No credit"}}}});
    driver.lose();
    CHECK(driver.core.state() == ConnectionState::failed);
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::quotaExceeded);
}

TEST_CASE("attempts that fail climb the ladder, and each is told with its number", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.lose();
    for (int attempt = 2; attempt < 12; ++attempt)
    {
        driver.wait();
        REQUIRE(driver.last.connects);
        driver.lose({ErrorCode::connectFailed, "Nobody answers.", "connect"});
        REQUIRE(driver.published<Reconnecting>().size() == 1);
        CHECK(driver.published<Reconnecting>()[0].attempt == attempt);
        CHECK(driver.published<ConnectionChanged>().empty());
    }
}

TEST_CASE("an attempt from which nothing comes is given up after a minute, and the next follows", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.lose();
    driver.wait();
    const auto begin = driver.now;
    driver.wait();
    CHECK(driver.now - begin == 60s);
    REQUIRE(driver.last.close);
    driver.lose(*driver.last.close);
    CHECK(driver.published<Reconnecting>().at(0).attempt == 2);
}

TEST_CASE("the user's goodbye ends a wait for the next attempt", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.lose();
    driver.feed(input::Closing{});
    CHECK(driver.core.state() == ConnectionState::disconnected);
    CHECK_FALSE(driver.core.nextDeadline());
}

TEST_CASE("a session that was closed can be connected again, and knows what was said", "[reconnect]")
{
    Lost driver;
    driver.becomeReady();
    driver.server(userItem("u1", "hello"));
    driver.feed(input::Closing{});
    driver.lose({ErrorCode::cancelled, "Closed.", {}});
    CHECK(driver.core.state() == ConnectionState::disconnected);
    driver.becomeReady();
    CHECK(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.published<Reconnected>().empty());
}

TEST_CASE("switched off, a lost connection ends the session", "[reconnect]")
{
    SessionSettings settings;
    settings.reconnect.isOn = false;
    Lost driver(settings);
    driver.becomeReady();
    driver.lose();
    CHECK(driver.core.state() == ConnectionState::failed);
}
