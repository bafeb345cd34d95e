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

TEST_CASE("an item that was known by its words moves to where the service puts it")
{
    History history;
    history.upsert(item("a"), "");
    history.appendText("late", 0, "words", Role::user, true);
    history.upsert(item("b"), "a");
    CHECK(order(history) == "ablate");
    history.upsert(item("late"), "a");
    CHECK(order(history) == "alateb");
    history.upsert(item("a"), "b");
    CHECK(order(history) == "lateba");
}

TEST_CASE("of an answer cut short the heard words stay, whole ones")
{
    struct Row
    {
        const char* words;
        std::uint64_t heard;
        std::uint64_t received;
        const char* kept;
    };
    const Row rows[] = {{"one two three four", 0, 100, ""},
                        {"one two three four", 50, 100, "one two"},
                        {"one two three four", 39, 100, "one two"},
                        {"one two three four", 38, 100, "one"},
                        {"one two three four", 100, 100, "one two three four"},
                        {"one two three four", 200, 100, "one two three four"},
                        {"unbroken", 50, 100, "unbr"},
                        {"\xC3\xA4\xC3\xB6\xC3\xBC", 50, 100, "\xC3\xA4"},
                        {"no speech came", 0, 0, "no speech came"}};
    for (const auto& row : rows)
    {
        INFO(row.words << ' ' << row.heard);
        History history;
        history.setText("a", 0, row.words, Role::assistant, true);
        CHECK(history.truncate("a", 0, row.heard, row.received));
        CHECK(history.find("a")->plainText() == row.kept);
        CHECK(history.find("a")->status == "incomplete");
    }
    CHECK_FALSE(History().truncate("unknown", 0, 1, 2));
}

TEST_CASE("a history goes into a file and back without loss")
{
    History history;
    auto picture = Item::userImage("data:image/png;base64,AA", "What is it?");
    picture.id = "p";
    history.upsert(picture, "");
    history.setText("a", 0, "A cat.", Role::assistant, true);
    history.upsert(Item::fromJson({{"id", "c"}, {"type", "function_call"}, {"call_id", "k"}, {"name", "f"}}), "");
    const auto again = History::fromJson(wire::Json::parse(history.toJson().dump()));
    CHECK(again.items() == history.items());
    CHECK(again.items().size() == 3);
    CHECK(History::fromJson(wire::Json::parse(R"([7,null,{"id":"x"},"y"])")).items().empty());
    CHECK(History::fromJson(nullptr).items().empty());
}
