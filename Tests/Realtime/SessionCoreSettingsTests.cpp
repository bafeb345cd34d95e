// SPDX-License-Identifier: Apache-2.0
// Settings that are changed while a session goes on.
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

/// With an agent that has words, a voice and a tool of its own, on a telephone.
SessionSettings withAgent()
{
    SessionSettings settings;
    settings.agent.name = "Ann";
    settings.agent.instructions = "Be brief.";
    settings.agent.voice = "marin";
    settings.agent.tools.emplace_back().name = "look";
    settings.session.outputFormat = wire::AudioFormat::pcmu;
    return settings;
}

wire::SessionConfig withoutTurns()
{
    wire::SessionConfig changes;
    changes.turnDetection = nullptr;
    return changes;
}

wire::SessionConfig saying(const char* instructions)
{
    wire::SessionConfig changes;
    changes.instructions = instructions;
    return changes;
}

Json functionNamed(const char* name)
{
    return {{"type", "function"}, {"name", name}};
}

struct Settled : Driver
{
    explicit Settled(SessionSettings settings = withAgent())
        : Driver(std::move(settings))
    {
        becomeReady();
    }

    /// The one update that goes out, and its event id.
    Json change(wire::SessionConfig changes)
    {
        feed(input::UpdateSettings{std::move(changes)});
        REQUIRE(sent<wire::SessionUpdate>().size() == 1);
        eventId = last.send.at(0).eventId;
        return sent<wire::SessionUpdate>()[0].session.toJson();
    }

    void refuse(const std::string& id)
    {
        server(
            {{"type", "error"},
             {"error", {{"code", "invalid_value"}, {"param", "session.speed"}, {"message", "No."}, {"event_id", id}}}});
    }

    /// The settings that the next connection begins with.
    Json comeBack()
    {
        feed(input::TransportClosed{{ErrorCode::closedByServer, "Lost.", "read"}});
        now += 40s;
        feed(input::TimePassed{});
        feed(input::TransportOpened{});
        server({{"type", "session.created"}, {"session", {{"id", "sess_2"}}}});
        REQUIRE(sent<wire::SessionUpdate>().size() == 1);
        return sent<wire::SessionUpdate>()[0].session.toJson();
    }

    std::string eventId;
};

} // namespace

TEST_CASE("a change of settings is one update with nothing else in it but the audio formats", "[settings]")
{
    Settled driver;
    const auto update = driver.change(withoutTurns());
    CHECK(update.at("audio").at("input").at("turn_detection").is_null());
    CHECK(update.at("audio").at("output").at("format").at("type") == "audio/pcmu");
    CHECK_FALSE(update.at("audio").at("output").contains("voice"));
    CHECK_FALSE(update.contains("instructions"));
    CHECK_FALSE(update.contains("tools"));
    CHECK_FALSE(driver.eventId.empty());
    const auto first = driver.eventId;
    (void)driver.change(saying("Be kind."));
    CHECK(driver.eventId != first);
    driver.feed(input::UpdateSettings{});
    CHECK(driver.last.send.empty());
}

TEST_CASE("a change made while connecting that the service refuses is taken back, and the others apply", "[settings]")
{
    Driver driver(withAgent());
    driver.feed(input::Connecting{});
    driver.feed(input::UpdateSettings{saying("Be kind.")});
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    const Json refusal = {{"type", "error"},
                          {"error",
                           {{"type", "invalid_request_error"},
                            {"message", "No."},
                            {"param", "session.instructions"},
                            {"event_id", Handshake::updateId}}}};
    driver.server(refusal);
    CHECK(driver.published<ErrorEvent>().size() == 1);
    CHECK(driver.core.state() == ConnectionState::configuring);
    REQUIRE(driver.sent<wire::SessionUpdate>().size() == 1);
    CHECK(driver.sent<wire::SessionUpdate>()[0].session.instructions != "Be kind.");
    driver.server(refusal);
    CHECK(driver.core.state() == ConnectionState::ready);
    CHECK(driver.sent<wire::SessionUpdate>().empty());
}

TEST_CASE("a change made while connecting goes out with the first settings", "[settings]")
{
    Driver driver(withAgent());
    driver.feed(input::UpdateSettings{saying("Be kind.")});
    driver.feed(input::Connecting{});
    driver.feed(input::UpdateSettings{withoutTurns()});
    CHECK(driver.last.send.empty());
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    REQUIRE(driver.sent<wire::SessionUpdate>().size() == 1);
    const auto update = driver.sent<wire::SessionUpdate>()[0].session.toJson();
    CHECK(update.at("instructions") == "Be kind.");
    CHECK(update.at("audio").at("input").at("turn_detection").is_null());
    CHECK(update.at("audio").at("output").at("voice") == "marin");
    CHECK(update.at("tools").size() == 1);
}

TEST_CASE("changed settings outlive their connection", "[settings]")
{
    Settled driver;
    (void)driver.change(withoutTurns());
    (void)driver.change(saying("Be kind."));
    const auto again = driver.comeBack();
    CHECK(again.at("audio").at("input").at("turn_detection").is_null());
    CHECK(again.at("instructions") == "Be kind.");
}

TEST_CASE("a refused change is an error that says so, and the next connection does without it", "[settings]")
{
    const bool isNamed = GENERATE(true, false);
    Settled driver;
    (void)driver.change(saying("Be kind."));
    driver.refuse(isNamed ? driver.eventId : std::string());
    REQUIRE(driver.published<ErrorEvent>().size() == 1);
    CHECK(driver.published<ErrorEvent>()[0].error.code == ErrorCode::updateRejected);
    CHECK(driver.published<ErrorEvent>()[0].error.where == "session.speed");
    CHECK(driver.core.state() == ConnectionState::ready);
    CHECK(driver.comeBack().at("instructions") == "Be brief.");
}

TEST_CASE("after a refused change each echo is still held against its own update", "[settings]")
{
    const auto eventId = GENERATE(as<std::string>{}, "", "somebody_elses");
    Settled driver;
    wire::SessionConfig fast;
    fast.speed = 1.5;
    (void)driver.change(fast);
    (void)driver.change(saying("Be kind."));
    driver.refuse(eventId);
    driver.server(
        {{"type", "session.updated"}, {"session", {{"instructions", "Be kind."}, {"audio", Json::object()}}}});
    CHECK(driver.published<SettingsDowngraded>().empty());
    driver.server({{"type", "session.updated"}, {"session", {{"audio", {{"output", {{"speed", 1.0}}}}}}}});
    CHECK(driver.published<SettingsDowngraded>().empty());
}

TEST_CASE("instructions that were asked for win over the agent's until another agent takes over", "[settings]")
{
    Settled driver;
    Agent bob;
    bob.name = "Bob";
    bob.instructions = "I am Bob.";
    driver.feed(input::UpdateAgent{bob});
    (void)driver.change(saying("Be kind."));
    CHECK(driver.comeBack().at("instructions") == "Be kind.");
    driver.server({{"type", "session.updated"}, {"session", Json::object()}});
    bob.name = "Eve";
    driver.feed(input::UpdateAgent{bob});
    REQUIRE(driver.sent<wire::SessionUpdate>().size() == 1);
    CHECK(driver.sent<wire::SessionUpdate>()[0].session.instructions == "I am Bob.");
}

TEST_CASE("a voice that comes after one was heard is a warning, and the rest of the change goes out", "[settings]")
{
    Settled driver;
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "a1", 2400));
    auto changes = saying("Be kind.");
    changes.voice = "cedar";
    const auto update = driver.change(changes);
    CHECK_FALSE(update.at("audio").at("output").contains("voice"));
    CHECK(driver.published<Warning>().at(0).error.where == "session.audio.output.voice");
    changes.instructions.reset();
    driver.feed(input::UpdateSettings{changes});
    CHECK(driver.last.send.empty());
    CHECK(driver.comeBack().at("audio").at("output").at("voice") == "cedar");
}

TEST_CASE("tools that are given stand beside the agent's own, and one that clashes changes nothing", "[settings]")
{
    Settled driver;
    wire::SessionConfig changes;
    changes.tools = std::vector<Json>{functionNamed("search")};
    CHECK(driver.change(changes).at("tools").size() == 2);
    changes.tools = std::vector<Json>{functionNamed("look")};
    driver.feed(input::UpdateSettings{changes});
    CHECK(driver.last.send.empty());
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::invalidArgument);
}

TEST_CASE("a change that came while a second connection was made ready is told to it", "[settings]")
{
    constexpr std::int64_t epoch = 1'756'310'470;
    Driver driver(withAgent());
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{epoch});
    driver.server({{"type", "session.created"}, {"session", {{"id", "sess_1"}, {"expires_at", epoch + 3600}}}});
    driver.server({{"type", "session.updated"}, {"session", Json::object()}});
    driver.now += 58min;
    driver.feed(input::TimePassed{});
    REQUIRE(driver.last.connectsNext);
    driver.server(responseEvent("response.created", "r1"));
    driver.feed(input::OfNext{input::TransportOpened{epoch + 3500}});
    const auto next = [&](const Json& event)
    { driver.feed(input::OfNext{wire::parseServerEvent(event.dump()).value()}); };
    next({{"type", "session.created"}, {"session", {{"id", "sess_2"}, {"expires_at", epoch + 7100}}}});
    next({{"type", "session.updated"}, {"session", Json::object()}});
    driver.feed(input::UpdateSettings{saying("Be kind.")});
    CHECK(driver.sent<wire::SessionUpdate>().size() == 1);
    driver.server(responseEvent("response.done", "r1", "completed"));
    REQUIRE(driver.last.movesOver);
    const auto* update = std::get_if<wire::SessionUpdate>(&driver.last.sendNext.at(0).body);
    REQUIRE(update != nullptr);
    CHECK(update->session.instructions == "Be kind.");
}
