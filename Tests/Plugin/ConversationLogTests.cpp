// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/ConversationExport.h"
#include "Plugin/ConversationLog.h"

#include <catch2/catch.hpp>

#include <ctime>

using namespace parley;
using namespace parley::plugin;
using Kind = LogEntry::Kind;
using State = LogEntry::State;

namespace
{

/// A log that is told events at one moment: 2026-01-02 03:04:05 UTC.
struct Told
{
    ConversationLog log;
    LogEntry::Time now = std::chrono::system_clock::from_time_t(1767323045);

    template <typename... Events>
    explicit Told(const Events&... events)
    {
        (tell(events), ...);
    }

    void tell(const realtime::Event& event) { log.apply(event, now); }
    const LogEntry& last() const { return log.entries().back(); }
    std::vector<LogEntry> all() const { return {log.entries().begin(), log.entries().end()}; }
};

wire::Item message(const std::string& id, wire::Role role)
{
    wire::Item item;
    item.id = id;
    item.role = role;
    return item;
}

const realtime::TurnStarted turn{.responseId = "r1", .agent = "Ada"};
const realtime::AnswerDelta answer{"r1", "a1", "The Rhine is long.", true};
const realtime::AnswerCaption firstWords{"r1", "a1", 0, "The Rhine", std::chrono::milliseconds(0)};

} // namespace

TEST_CASE("words that have arrived and not sounded yet are ahead of those that have")
{
    Told told(turn, answer);
    CHECK(told.last().text.empty());
    CHECK(told.last().ahead() == "The Rhine is long.");
    told.tell(firstWords);
    CHECK(told.last().text == "The Rhine");
    CHECK(told.last().ahead() == " is long.");
    CHECK(told.last().state == State::growing);
    CHECK(told.last().name == "Ada");
}

TEST_CASE("an answer that was heard to its end is complete, with all its words")
{
    Told told(turn, answer, firstWords, realtime::PlaybackFinished{"r1"});
    CHECK(told.last().text == "The Rhine is long.");
    CHECK(told.last().ahead().empty());
    CHECK(told.last().state == State::complete);
}

TEST_CASE("an interrupted answer keeps what was heard of it and nothing else, whatever comes late")
{
    Told told(turn, answer, firstWords, realtime::AudioInterrupted{"a1", 0, std::chrono::milliseconds(500)});
    told.tell(realtime::AnswerDelta{"r1", "a1", " And deep.", true});
    told.tell(realtime::AnswerDone{"r1", "a1", 0, "The Rhine is long. And deep.", true});
    CHECK(told.last().text == "The Rhine");
    CHECK(told.last().ahead().empty());
    CHECK(told.last().state == State::cut);
}

TEST_CASE("a written answer is there as it comes")
{
    Told told(turn, realtime::AnswerDelta{"r1", "a1", "Yes", false});
    CHECK(told.last().text == "Yes");
    told.tell(realtime::AnswerDone{"r1", "a1", 0, "Yes.", false});
    CHECK(told.last().text == "Yes.");
    CHECK(told.last().state == State::complete);
}

TEST_CASE("the user's words are partial until they are understood, and a written line is final at once")
{
    Told told(realtime::HistoryAdded{message("u1", wire::Role::user)}, realtime::UserTranscriptDelta{"u1", "how lon"});
    CHECK(told.last().text == "how lon");
    CHECK(told.last().state == State::growing);
    told.tell(realtime::UserTranscriptCompleted{"u1", "How long is the Rhine?"});
    CHECK(told.last().text == "How long is the Rhine?");
    CHECK(told.last().state == State::complete);
    auto line = wire::Item::userText("And the Elbe?");
    line.id = "u2";
    told.tell(realtime::HistoryAdded{line});
    CHECK(told.last().text == "And the Elbe?");
    CHECK(told.last().state == State::complete);
}

TEST_CASE("an answer that comes before the user's words are understood still stands below them")
{
    Told told(realtime::HistoryAdded{message("u1", wire::Role::user)}, turn, answer,
              realtime::UserTranscriptCompleted{"u1", "How long?"});
    REQUIRE(told.log.entries().size() == 2);
    CHECK(told.log.entries()[0].kind == Kind::user);
    CHECK(told.log.entries()[1].kind == Kind::agent);
}

TEST_CASE("what nobody heard leaves the log")
{
    Told told(turn, answer);
    told.tell(realtime::HistoryUpdated{message("a1", wire::Role::assistant), true});
    CHECK(told.log.entries().empty());
}

TEST_CASE("a call that needs approval waits, runs once it is approved, and ends with what the model was told")
{
    Told told(realtime::ToolApprovalRequired{"c1", "Ada", "open_door", {{"door", 3}}, {}});
    CHECK(told.last().state == State::awaitsApproval);
    CHECK(told.last().text == R"({"door":3})");
    told.log.decided("c1", true);
    CHECK(told.last().state == State::growing);
    told.tell(realtime::ToolStarted{"c1", "Ada", "open_door", {{"door", 3}}});
    told.tell(realtime::ToolEnded{"c1", "Ada", "open_door", "It is open.", false});
    REQUIRE(told.log.entries().size() == 1);
    CHECK(told.last().state == State::complete);
    CHECK(told.last().output == "It is open.");
}

TEST_CASE("a rejected call stays rejected, and one that fails says so")
{
    Told told(realtime::ToolApprovalRequired{"c1", "Ada", "open_door", {}, {}});
    told.log.decided("c1", false);
    told.tell(realtime::ToolEnded{"c1", "Ada", "open_door", "Tool execution was not approved.", true});
    CHECK(told.last().state == State::rejected);
    told.log.decided("c1", true);
    CHECK(told.last().state == State::rejected);
    told.tell(realtime::ToolStarted{"c2", "Ada", "look_up", {}});
    told.tell(realtime::ToolEnded{"c2", "Ada", "look_up", "Error: no answer", true});
    CHECK(told.last().state == State::failed);
}

TEST_CASE("a handoff is one line, not a call beside it")
{
    Told told(realtime::ToolStarted{"c1", "Ada", "transfer_to_curator", {}}, realtime::HandoffEvent{"Ada", "Curator"},
              realtime::ToolEnded{"c1", "Ada", "transfer_to_curator", "{}", false});
    REQUIRE(told.log.entries().size() == 1);
    CHECK(told.last().kind == Kind::handoff);
    CHECK(told.last().name == "Ada");
    CHECK(told.last().text == "Curator");
}

TEST_CASE("the end of a session ends what still grew, and a failure is told once")
{
    using realtime::ConnectionState;
    Told told(realtime::ConnectionChanged{ConnectionState::ready, {}}, turn, answer, firstWords);
    const Error reason{ErrorCode::unauthorized, "The key was refused: set another one.", "upgrade"};
    told.tell(realtime::ErrorEvent{reason});
    told.tell(realtime::ConnectionChanged{ConnectionState::failed, reason});
    REQUIRE(told.log.entries().size() == 3);
    CHECK(told.log.entries()[0].text == "Connected");
    CHECK(told.log.entries()[1].state == State::cut);
    CHECK(told.last().kind == Kind::error);
    CHECK(told.last().text == "The key was refused: set another one.");
    CHECK(told.last().times == 1);
}

TEST_CASE("the same remark again and again is one entry with a count")
{
    Told told;
    for (int time = 0; time < 3; ++time)
        told.tell(realtime::Warning{{ErrorCode::invalidArgument, "Turn it down.", "echo"}});
    REQUIRE(told.log.entries().size() == 1);
    CHECK(told.last().times == 3);
}

TEST_CASE("a log of five hundred entries forgets the oldest and counts it")
{
    Told told;
    for (std::size_t number = 0; number < ConversationLog::mostEntries + 2; ++number)
        told.tell(realtime::UserTranscriptCompleted{"u" + std::to_string(number), "word"});
    CHECK(told.log.entries().size() == ConversationLog::mostEntries);
    CHECK(told.log.entries().front().id == "u2");
    CHECK(told.log.forgottenEntries() == 2);
}

TEST_CASE("each change of an entry gives it and the log a new revision, and no number is used twice")
{
    Told told(turn, answer);
    const auto before = told.last();
    told.tell(firstWords);
    CHECK(told.last().number == before.number);
    CHECK(told.last().revision > before.revision);
    CHECK(told.log.revision() == told.last().revision);
    told.log.clear();
    told.tell(realtime::HandoffEvent{"a", "b"});
    CHECK(told.last().number > before.number);
}

TEST_CASE("the conversation as text names the speakers, and leaves out what did not sound")
{
    Told told(realtime::UserTranscriptCompleted{"u1", "How long is the Rhine?"}, turn, answer, firstWords,
              realtime::HandoffEvent{"Ada", "Curator"});
    const auto text = asText(told.all());
    const auto time = timeOfDay(told.now);
    CHECK(text == time + "  You: How long is the Rhine?\n" + time + "  Ada: The Rhine\n" + time +
                      "  Handoff: Ada to Curator\n");
}

TEST_CASE("the conversation as JSON has a time, a kind and the words of each entry")
{
    Told told(realtime::UserTranscriptCompleted{"u1", "Who was first?"},
              realtime::ToolStarted{"c1", "Ada", "look_up", {{"number", 7}}},
              realtime::ToolEnded{"c1", "Ada", "look_up", "Cranach", false});
    const auto json = wire::Json::parse(asJson(told.all()));
    REQUIRE(json.at("entries").size() == 2);
    CHECK(json["entries"][0] == wire::Json{{"at", "2026-01-02T03:04:05Z"},
                                           {"kind", "user"},
                                           {"state", "complete"},
                                           {"id", "u1"},
                                           {"text", "Who was first?"}});
    CHECK(json["entries"][1]["kind"] == "tool");
    CHECK(json["entries"][1]["name"] == "look_up");
    CHECK(json["entries"][1]["output"] == "Cranach");
}
