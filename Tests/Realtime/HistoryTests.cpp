// SPDX-License-Identifier: Apache-2.0
#include "Realtime/History.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::Item;
using wire::Role;

namespace
{

Item item(std::string id, Role role = Role::user)
{
    Item made;
    made.id = std::move(id);
    made.role = role;
    return made;
}

std::string order(const History& history)
{
    std::string ids;
    for (const auto& one : history.items())
        ids += one.id;
    return ids;
}

} // namespace

TEST_CASE("items stand behind the one that the service names, else at the end")
{
    History history;
    CHECK(history.upsert(item("a"), "") == History::Change::added);
    history.upsert(item("c"), "unknown");
    history.upsert(item("b"), "a");
    CHECK(order(history) == "abc");
    CHECK(history.remove("b"));
    CHECK_FALSE(history.remove("b"));
    CHECK(order(history) == "ac");
}

TEST_CASE("words that were heard are kept when the service repeats the item without them")
{
    History history;
    history.appendText("a1", 0, "Hello ", Role::assistant, true);
    history.appendText("a1", 0, "there", Role::assistant, true);
    auto echo = item("a1", Role::assistant);
    echo.status = "completed";
    CHECK(history.upsert(echo, "") == History::Change::updated);
    CHECK(history.find("a1")->plainText() == "Hello there");
    CHECK(history.find("a1")->content.at(0).type == "output_audio");
}

TEST_CASE("a transcript may come before its item, and the final one replaces the pieces")
{
    History history;
    history.appendText("u1", 0, "go for", Role::user, true);
    history.setText("u1", 0, "go forward", Role::user, true);
    auto late = item("u1");
    late.content.push_back({.type = "input_audio", .text = {}, .transcript = {}});
    history.upsert(late, "");
    CHECK(history.find("u1")->plainText() == "go forward");
    CHECK(history.items().size() == 1);
}

TEST_CASE("a broken content index does no harm")
{
    History history;
    history.appendText("x", -3, "a", Role::user, true);
    history.appendText("x", 2'000'000'000, "b", Role::user, true);
    CHECK(history.find("x")->content.size() < 100);
}

TEST_CASE("an item without an id is not kept, the same item twice changes nothing")
{
    History history;
    CHECK(history.upsert(item(""), "") == History::Change::none);
    history.upsert(item("a"), "");
    CHECK(history.upsert(item("a"), "") == History::Change::none);
}

TEST_CASE("a session that never ends keeps the latest items only")
{
    History history;
    for (std::size_t i = 0; i < History::mostItems + 5; ++i)
        history.upsert(item("i" + std::to_string(i)), "");
    CHECK(history.items().size() == History::mostItems);
    CHECK(history.find("i0") == nullptr);
    REQUIRE(history.find("i5") != nullptr);
    history.appendText("unknown", 0, "words", Role::assistant, true);
    CHECK(history.items().size() == History::mostItems);
    CHECK(history.items().back().plainText() == "words");
}
