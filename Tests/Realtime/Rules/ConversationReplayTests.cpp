// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/ConversationReplay.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

namespace
{

wire::Item text(const std::string& id, const std::string& words)
{
    auto item = wire::Item::userText(words);
    item.id = id;
    return item;
}

wire::Item spoken(const std::string& id)
{
    wire::Item item;
    item.id = id;
    item.content.push_back({.type = "input_audio", .text = {}, .transcript = {}});
    return item;
}

} // namespace

TEST_CASE("of a long conversation the newest items are told, and it is known how many are not", "[reconnect]")
{
    std::vector<wire::Item> items;
    for (std::size_t i = 0; i < ConversationReplay::mostItems + 7; ++i)
        items.push_back(text("i" + std::to_string(i), "x"));
    const auto replay = ConversationReplay::of(items);
    CHECK(replay.creates.size() == ConversationReplay::mostItems);
    CHECK(replay.leftOut == 7);
    CHECK(replay.creates.front().item.id == "i7");
    CHECK(replay.creates.front().previousItemId == "root");
    CHECK(replay.creates.back().item.id == items.back().id);
}

TEST_CASE("large items take the room of older ones", "[reconnect]")
{
    const std::string large(ConversationReplay::mostBytes / 2 - 1000, 'x');
    const auto replay = ConversationReplay::of(std::vector{text("a", "old"), text("b", large), text("c", large)});
    REQUIRE(replay.creates.size() == 3);
    const auto tighter = ConversationReplay::of(std::vector{text("a", large), text("b", large), text("c", large)});
    REQUIRE(tighter.creates.size() == 2);
    CHECK(tighter.leftOut == 1);
    CHECK(tighter.creates[0].item.id == "b");
}

TEST_CASE("speech whose words nobody knows is told as speech, in its place", "[reconnect]")
{
    const std::vector<std::int16_t> speech(2400, 5);
    for (const auto place : {0, 1, 2})
    {
        std::vector<wire::Item> items{text("a", "one"), text("b", "two")};
        items.insert(items.begin() + place, spoken("s"));
        const auto replay = ConversationReplay::of(items, "s", speech);
        REQUIRE(replay.creates.size() == 3);
        std::string previous = "root";
        for (std::size_t i = 0; i < 3; ++i)
        {
            CHECK(replay.creates[i].item.id == items[i].id);
            CHECK(replay.creates[i].previousItemId == previous);
            previous = items[i].id;
        }
        const auto json = replay.creates[static_cast<std::size_t>(place)].item.toJson();
        CHECK(json["content"][0]["type"] == "input_audio");
        CHECK(json["content"][0]["audio"].get<std::string>().size() == 6400);
    }
}

TEST_CASE("speech whose words are known is told as words", "[reconnect]")
{
    auto item = spoken("s");
    item.content[0].transcript = "go forward";
    const auto replay = ConversationReplay::of(std::vector{item}, "s", std::vector<std::int16_t>(2400, 5));
    REQUIRE(replay.creates.size() == 1);
    CHECK(replay.creates[0].item.content[0].text == "go forward");
}
