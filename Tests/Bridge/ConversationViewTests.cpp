// SPDX-License-Identifier: Apache-2.0
#include "Bridge/ConversationView.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace parley::realtime;

namespace
{

wire::Item item(std::string id, wire::Role role)
{
    wire::Item made;
    made.id = std::move(id);
    made.role = role;
    return made;
}

} // namespace

TEST_CASE("lines stand in the order of their items, though the user's words are known after the answer")
{
    ConversationView view;
    view.apply(HistoryAdded{item("u1", wire::Role::user)});
    view.apply(HistoryAdded{item("a1", wire::Role::assistant)});
    view.apply(AnswerDelta{"r1", "a1", "Four", true});
    view.apply(AnswerDone{"r1", "a1", 0, "Four.", true});
    view.apply(UserTranscriptDelta{"u1", "two and"});
    CHECK_FALSE(view.transcript().at(0).isFinal);
    view.apply(UserTranscriptCompleted{"u1", "two and two"});
    REQUIRE(view.transcript().size() == 2);
    CHECK(view.transcript()[0].text == "two and two");
    CHECK(view.transcript()[0].isFinal);
    CHECK(view.transcript()[1].text == "Four.");
    CHECK(view.transcript()[1].role == wire::Role::assistant);
}

TEST_CASE("an answer that nobody heard leaves the conversation")
{
    ConversationView view;
    view.apply(HistoryAdded{item("a1", wire::Role::assistant)});
    view.apply(HistoryUpdated{item("a1", wire::Role::assistant), true});
    CHECK(view.transcript().empty());
}

TEST_CASE("the latest 500 lines are shown, and the system's own messages are not")
{
    ConversationView view;
    view.apply(HistoryAdded{item("s", wire::Role::system)});
    CHECK(view.transcript().empty());
    for (std::size_t i = 0; i < ConversationView::mostLines + 3; ++i)
        view.apply(HistoryAdded{item("u" + std::to_string(i), wire::Role::user)});
    CHECK(view.transcript().size() == ConversationView::mostLines);
    CHECK(view.transcript().front().itemId == "u3");
}

TEST_CASE("the status says in words where the session stands and why it failed")
{
    ConversationView view;
    CHECK(view.status().sentence == "Not connected.");
    view.apply(ConnectionChanged{ConnectionState::ready, {}});
    CHECK(view.status().state == ConnectionState::ready);
    view.apply(ConnectionChanged{ConnectionState::failed, Error{ErrorCode::noApiKey, "Set a key.", {}}});
    CHECK(view.status().sentence == "Set a key.");
}

TEST_CASE("the status tells which attempt to reconnect comes when, and why")
{
    ConversationView view;
    view.apply(ConnectionChanged{ConnectionState::reconnecting, Error{ErrorCode::closedByServer, "Lost.", {}}});
    CHECK(view.status().sentence == "Lost.");
    view.apply(Reconnecting{3, std::chrono::milliseconds(3200), {ErrorCode::connectFailed, "Nobody answers.", {}}});
    CHECK(view.status().state == ConnectionState::reconnecting);
    CHECK(view.status().sentence == "Reconnecting within 4 s (attempt 3). Nobody answers.");
    view.apply(Reconnecting{1, std::chrono::milliseconds(0), {ErrorCode::sessionExpired, "Over.", {}}});
    CHECK(view.status().sentence == "Reconnecting now (attempt 1). Over.");
}
