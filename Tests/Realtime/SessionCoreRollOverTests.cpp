// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

constexpr std::int64_t epoch = 1'756'310'470;

/// A session that ends an hour after `start`.
struct Hour : Driver
{
    Hour()
    {
        feed(input::Connecting{});
        feed(input::TransportOpened{epoch});
        server({{"type", "session.created"}, {"session", {{"id", "sess_1"}, {"expires_at", epoch + 3600}}}});
        server({{"type", "session.updated"}, {"session", Json::object()}});
        REQUIRE(core.state() == ConnectionState::ready);
    }

    Outputs& at(std::chrono::seconds beforeEnd)
    {
        now = end - beforeEnd;
        return feed(input::TimePassed{});
    }

    Outputs& next(const Json& event)
    {
        auto parsed = wire::parseServerEvent(event.dump());
        REQUIRE(parsed);
        return feed(input::OfNext{std::move(parsed).value()});
    }

    Outputs& openNext()
    {
        feed(input::OfNext{input::TransportOpened{epoch + 3500}});
        next({{"type", "session.created"}, {"session", {{"id", "sess_2"}, {"expires_at", epoch + 7100}}}});
        REQUIRE(last.sendNext.size() == 1);
        CHECK(std::holds_alternative<wire::SessionUpdate>(last.sendNext[0].body));
        return next({{"type", "session.updated"}, {"session", Json::object()}});
    }

    std::vector<wire::ItemCreate> toldNext() const
    {
        std::vector<wire::ItemCreate> found;
        for (const auto& event : last.sendNext)
            if (const auto* create = std::get_if<wire::ItemCreate>(&event.body))
                found.push_back(*create);
        return found;
    }

    Time end = now + 60min;
};

} // namespace

TEST_CASE("a session moves to a new connection before its hour is over, and loses nothing", "[rollover]")
{
    Hour driver;
    driver.server(itemDone("a1"));
    driver.server({{"type", "response.output_text.done"}, {"response_id", "r"}, {"item_id", "a1"}, {"text", "Hi"}});
    driver.at(120s);
    CHECK(driver.published<SessionExpiring>().at(0).left == 120s);
    CHECK(driver.last.connectsNext);
    driver.openNext();
    CHECK(driver.last.movesOver);
    REQUIRE(driver.toldNext().size() == 1);
    CHECK(driver.toldNext()[0].item.id == "a1");
    CHECK(driver.last.send.empty());
    REQUIRE(driver.published<Reconnected>().size() == 1);
    CHECK(driver.published<Reconnected>()[0].wasPlanned);
    CHECK(driver.published<SessionStarted>().at(0).sessionId == "sess_2");
    CHECK(driver.published<ConnectionChanged>().empty());
    CHECK(driver.core.state() == ConnectionState::ready);
    driver.feed(input::SendMessage{wire::Item::userText("go on")});
    CHECK(driver.sent<wire::ItemCreate>().size() == 1);
}

TEST_CASE("while somebody speaks or an answer sounds, a session does not move", "[rollover]")
{
    Hour driver;
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "a1", 2400));
    driver.at(120s);
    CHECK_FALSE(driver.last.connectsNext);
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK_FALSE(driver.last.connectsNext);
    driver.feed(input::PlaybackFinished{"r1"});
    CHECK(driver.last.connectsNext);
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}});
    driver.openNext();
    CHECK_FALSE(driver.last.movesOver);
    driver.server({{"type", "input_audio_buffer.speech_stopped"}, {"item_id", "u1"}});
    driver.server({{"type", "input_audio_buffer.committed"}, {"item_id", "u1"}});
    CHECK_FALSE(driver.last.movesOver);
    driver.server(responseEvent("response.created", "r2"));
    driver.server(responseEvent("response.done", "r2", "completed"));
    CHECK(driver.last.movesOver);
}

TEST_CASE("fifteen seconds before the end a session moves even while somebody speaks, and the turn goes on",
          "[rollover]")
{
    Hour driver;
    driver.at(120s);
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}});
    driver.openNext();
    driver.feed(input::SendAudio{samples(24000), false});
    REQUIRE_FALSE(driver.last.movesOver);
    driver.at(15s);
    REQUIRE(driver.last.movesOver);
    std::size_t total = 0;
    for (const auto& event : driver.last.sendNext)
        if (const auto* append = std::get_if<wire::InputAudioAppend>(&event.body))
            total += append->samples.size();
    CHECK(total == 24000);
}

TEST_CASE("a new connection that fails is tried again while the old one serves on", "[rollover]")
{
    Hour driver;
    driver.at(120s);
    REQUIRE(driver.last.connectsNext);
    driver.feed(input::OfNext{input::TransportClosed{{ErrorCode::connectFailed, "Nobody.", "connect"}}});
    CHECK(driver.published<Warning>().size() == 1);
    CHECK(driver.core.state() == ConnectionState::ready);
    driver.at(115s);
    CHECK(driver.last.connectsNext);
    driver.openNext();
    CHECK(driver.last.movesOver);
}

TEST_CASE("a new connection on which no session begins is dropped and tried again", "[rollover]")
{
    Hour driver;
    driver.at(120s);
    driver.feed(input::OfNext{input::TransportOpened{epoch + 3480}});
    driver.at(110s);
    CHECK(driver.last.closesNext);
    driver.at(105s);
    CHECK(driver.last.connectsNext);
}

TEST_CASE("a connection that is lost while the next one is ready is followed by it at once", "[rollover]")
{
    Hour driver;
    driver.at(120s);
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}});
    driver.openNext();
    REQUIRE_FALSE(driver.last.movesOver);
    driver.feed(input::TransportClosed{{ErrorCode::closedByServer, "Lost.", "read"}});
    CHECK(driver.last.movesOver);
    CHECK(driver.core.state() == ConnectionState::ready);
}

TEST_CASE("a session that expires all the same goes on over a new connection at once", "[rollover]")
{
    Hour driver;
    driver.server({{"type", "error"},
                   {"error", {{"code", "session_expired"}, {"message", "Your session hit the maximum duration."}}}});
    CHECK(driver.published<ErrorEvent>().empty());
    driver.feed(input::TransportClosed{{ErrorCode::sessionExpired, "Over.", "close"}});
    CHECK(driver.core.state() == ConnectionState::reconnecting);
    CHECK(driver.published<Reconnecting>().at(0).wait == 0ms);
}

TEST_CASE("the new connection rolls over in its turn, an hour later", "[rollover]")
{
    Hour driver;
    driver.at(120s);
    driver.openNext();
    REQUIRE(driver.last.movesOver);
    const auto due = driver.core.nextDeadline();
    REQUIRE(due);
    CHECK(*due - driver.now == 3600s - 120s);
}
