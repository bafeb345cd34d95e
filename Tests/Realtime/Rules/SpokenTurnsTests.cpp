// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SpokenTurns.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;

namespace
{

SpokenTurns::Samples seconds(int count, std::int16_t value = 1)
{
    return SpokenTurns::Samples(static_cast<std::size_t>(count) * 24000, value);
}

} // namespace

TEST_CASE("a turn under way is said again, its last fifteen seconds", "[reconnect]")
{
    SpokenTurns turns;
    for (int i = 0; i < 10; ++i)
        turns.sent(seconds(1), true);
    auto lost = turns.lost();
    CHECK(lost.open.size() == 10 * 24000);
    CHECK_FALSE(lost.isCut);
    for (int i = 0; i < 40; ++i)
        turns.sent(seconds(1, static_cast<std::int16_t>(i)), true);
    lost = turns.lost();
    CHECK(lost.open.size() >= SpokenTurns::mostSamples);
    CHECK(lost.open.size() <= SpokenTurns::mostSamples + SpokenTurns::pieceSamples);
    CHECK(lost.open.back() == 39);
    CHECK(lost.isCut);
    CHECK(turns.lost().open.empty());
}

TEST_CASE("a turn that is sent in one message, or said again after a loss, is kept for fifteen seconds, too",
          "[reconnect]")
{
    SpokenTurns turns;
    turns.sent(seconds(20), true);
    for (int again = 0; again < 3; ++again)
    {
        const auto lost = turns.lost();
        CHECK(lost.open.size() >= SpokenTurns::mostSamples);
        CHECK(lost.open.size() <= SpokenTurns::mostSamples + SpokenTurns::pieceSamples);
        CHECK(lost.isCut);
        turns.sent(lost.open, true);
        turns.sent(seconds(1), true);
    }
}

TEST_CASE("while nobody speaks only the moment before is kept", "[reconnect]")
{
    SpokenTurns turns;
    for (int i = 0; i < 30; ++i)
        turns.sent(seconds(1), false);
    const auto lost = turns.lost();
    CHECK(lost.open.size() <= SpokenTurns::beforeSpeech + SpokenTurns::pieceSamples);
    CHECK_FALSE(lost.isCut);
}

TEST_CASE("a commit without an answer is said and committed again, an answered one is an item", "[reconnect]")
{
    SpokenTurns turns;
    turns.sent(seconds(1, 1), true);
    turns.commitSent();
    turns.sent(seconds(2, 2), true);
    turns.commitSent();
    turns.committed("item_1");
    const auto lost = turns.lost();
    CHECK(lost.itemId == "item_1");
    CHECK(lost.speech.size() == 24000);
    REQUIRE(lost.said.size() == 1);
    CHECK(lost.said.front().size() == 2 * 24000);
}

TEST_CASE("an item is remembered with its speech until its words are known", "[reconnect]")
{
    SpokenTurns turns;
    turns.sent(seconds(1), true);
    turns.committed("item_1");
    CHECK(turns.lost().itemId == "item_1");
    CHECK(turns.lost().speech.size() == 24000);
    turns.wordsKnown("another");
    CHECK(turns.lost().itemId == "item_1");
    turns.wordsKnown("item_1");
    CHECK(turns.lost().itemId.empty());
    CHECK(turns.lost().speech.empty());
}
