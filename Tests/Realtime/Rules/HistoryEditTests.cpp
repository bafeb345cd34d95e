// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/HistoryEdit.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::Item;

namespace
{

Item line(const std::string& id, const std::string& text = "words")
{
    auto item = Item::userText(text);
    item.id = id;
    return item;
}

Item spoken(const std::string& id, wire::Role role, const std::string& transcript)
{
    Item item;
    item.id = id;
    item.role = role;
    item.status = "completed";
    item.content.push_back(
        {.type = role == wire::Role::user ? "input_audio" : "output_audio", .text = {}, .transcript = transcript});
    return item;
}

Item function(const std::string& id, const std::string& type, const std::string& call)
{
    return Item::fromJson(
        {{"id", id}, {"type", type}, {"call_id", call}, {"name", "f"}, {"arguments", "{}"}, {"output", "done"}});
}

/// In short: "-id" is a deletion, "id<previous" a create.
std::string edits(const std::vector<Item>& known, const std::vector<Item>& wanted, std::size_t warnings = 0)
{
    const auto edit = editHistory(known, wanted);
    CHECK(edit.warnings.size() == warnings);
    std::string all;
    for (const auto& event : edit.events)
    {
        all += all.empty() ? "" : " ";
        if (const auto* deletion = std::get_if<wire::ItemDelete>(&event.body))
            all += "-" + deletion->itemId;
        else if (const auto* create = std::get_if<wire::ItemCreate>(&event.body))
            all += create->item.id + "<" + create->previousItemId.value_or("");
    }
    return all;
}

} // namespace

TEST_CASE("only what differs is deleted and created, behind its neighbour", "[history]")
{
    const std::vector<Item> abc = {line("a"), line("b"), line("c")};
    CHECK(edits(abc, abc).empty());
    CHECK(edits(abc, {line("a"), line("c")}) == "-b");
    CHECK(edits(abc, {line("a"), line("b", "other"), line("c")}) == "-b b<a");
    CHECK(edits(abc, {line("x"), line("a"), line("b"), line("c"), line("y")}) == "x<root y<c");
    CHECK(edits(abc, {line("b"), line("c"), line("a")}) == "-a a<c");
    CHECK(edits(abc, {line("c"), line("b"), line("a")}) == "-a -b b<c a<b");
    CHECK(edits(abc, {}) == "-a -b -c");
    CHECK(edits({}, abc) == "a<root b<a c<b");
}

TEST_CASE("what was spoken stays untouched while its words do, and becomes text when they change", "[history]")
{
    const auto user = spoken("u", wire::Role::user, "go forward");
    const auto agent = spoken("a", wire::Role::assistant, "I go");
    CHECK(edits({user, agent}, {user, agent}).empty());
    auto stripped = agent;
    stripped.status.clear();
    CHECK(edits({user, agent}, {user, stripped}).empty());
    const auto edit =
        editHistory(std::vector{user, agent}, std::vector{user, spoken("a", wire::Role::assistant, "No")});
    REQUIRE(edit.events.size() == 2);
    CHECK(std::get<wire::ItemCreate>(edit.events[1].body).item.content.at(0).type == "output_text");
}

TEST_CASE("a call and its output go together or not at all", "[history]")
{
    const auto call = function("c", "function_call", "k");
    const auto output = function("o", "function_call_output", "k");
    CHECK(edits({}, {call, output}) == "c<root o<c");
    CHECK(edits({}, {call}, 1).empty());
    CHECK(edits({}, {output, line("a")}, 1) == "a<root");
}

TEST_CASE("what cannot be put into a conversation is told and leaves no gap", "[history]")
{
    CHECK(edits({}, {line("a"), spoken("silent", wire::Role::user, ""), line("b")}, 1) == "a<root b<a");
    CHECK(edits({}, {line("a"), line("a", "twice")}, 1) == "a<root");
}

TEST_CASE("an answer under way is left to the service", "[history]")
{
    auto running = spoken("r", wire::Role::assistant, "I am");
    running.status = "in_progress";
    CHECK(edits({line("a"), running}, {line("a")}).empty());
}
