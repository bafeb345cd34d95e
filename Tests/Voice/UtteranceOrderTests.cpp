// SPDX-License-Identifier: Apache-2.0
#include "Voice/UtteranceOrder.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::voice;

namespace
{

std::string taken(UtteranceOrder& order)
{
    std::string all;
    for (const auto& one : order.take())
        all += one.itemId + "=" + (one.error ? "lost" : one.text) + " ";
    return all;
}

const Error lost{ErrorCode::requestRejected, "Words."};

} // namespace

TEST_CASE("transcripts come in the order in which they were said")
{
    UtteranceOrder order;
    order.committed("a", "");
    order.committed("b", "a");
    order.committed("c", "b");
    order.completed("c", "three");
    CHECK(taken(order).empty());
    order.completed("a", "one");
    CHECK(taken(order) == "a=one ");
    order.lost("b", lost);
    CHECK(taken(order) == "b=lost c=three ");
    CHECK(order.isSettled());
}

TEST_CASE("an utterance takes the place that the service names")
{
    UtteranceOrder order;
    order.committed("a", "");
    order.committed("c", "a");
    order.committed("b", "a");
    for (const auto* id : {"a", "b", "c"})
        order.completed(id, id);
    CHECK(taken(order) == "a=a b=b c=c ");
}

TEST_CASE("a transcript of something that was never announced is not lost")
{
    UtteranceOrder order;
    order.completed("x", "words");
    CHECK(taken(order) == "x=words ");
}

TEST_CASE("when a connection is lost, nobody waits for what it owed")
{
    UtteranceOrder order;
    order.committed("a", "");
    order.committed("b", "a");
    order.completed("b", "two");
    order.loseAll(lost);
    CHECK(taken(order) == "a=lost b=two ");
}

TEST_CASE("one transcript that never comes does not hold up the others for ever")
{
    UtteranceOrder order;
    order.committed("a", "");
    for (std::size_t i = 0; i < UtteranceOrder::capacity; ++i)
        order.completed("i" + std::to_string(i), "x");
    CHECK(order.take().size() == UtteranceOrder::capacity + 1);
}
