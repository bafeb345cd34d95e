// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SentLines.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

namespace
{

wire::Item line(const char* id, const char* text)
{
    auto item = wire::Item::userText(text);
    item.id = id;
    return item;
}

} // namespace

TEST_CASE("a line that the service has not taken in is sent again, once", "[reconnect]")
{
    SentLines lines;
    lines.sent(line("a", "one"));
    lines.sent(line("b", "two"));
    lines.acknowledged(line("a", "one"));
    const auto first = lines.again();
    REQUIRE(first.items.size() == 1);
    CHECK(first.items[0].id == "b");
    const auto second = lines.again();
    CHECK(second.items.empty());
    REQUIRE(second.lost.size() == 1);
    CHECK(second.lost[0].id == "b");
    CHECK(lines.isEmpty());
}

TEST_CASE("a service that gives ids of its own is understood by the words", "[reconnect]")
{
    SentLines lines;
    lines.sent(line("a", "one"));
    auto answer = line("item_9", "one");
    answer.role = wire::Role::assistant;
    lines.acknowledged(answer);
    CHECK_FALSE(lines.isEmpty());
    lines.acknowledged(line("item_8", "one"));
    CHECK(lines.isEmpty());
}

TEST_CASE("a refused line is not sent again", "[reconnect]")
{
    SentLines lines;
    lines.sent(line("a", "one"));
    lines.refused("");
    CHECK_FALSE(lines.isEmpty());
    lines.refused("a");
    CHECK(lines.isEmpty());
}

TEST_CASE("lines without a word from the service are bounded, and the oldest are counted", "[reconnect]")
{
    SentLines lines;
    for (std::size_t i = 0; i < SentLines::most + 3; ++i)
        lines.sent(line(std::to_string(i).c_str(), "x"));
    CHECK(lines.overflowed() == 3);
    CHECK(lines.again().items.size() == SentLines::most);
}
