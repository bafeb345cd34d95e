// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/BargeIn.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

namespace
{

template <typename T>
std::vector<T> all(const std::vector<wire::ClientEvent>& events)
{
    std::vector<T> found;
    for (const auto& event : events)
        if (const auto* one = std::get_if<T>(&event.body))
            found.push_back(*one);
    return found;
}

} // namespace

TEST_CASE("an item of which an earlier part was heard is not deleted for its unheard part")
{
    BargeIn bargeIn;
    const auto events = bargeIn.settle({{{"r", "i", 0}, 24000, 24000}, {{"r", "i", 1}, 0, 24000}}, {});
    CHECK(all<wire::ItemDelete>(events).empty());
    const auto truncations = all<wire::ItemTruncate>(events);
    REQUIRE(truncations.size() == 2);
    CHECK(truncations[0].audioEndMs == 1000);
    CHECK(truncations[1].contentIndex == 1);
    CHECK(truncations[1].audioEndMs == 0);
    CHECK(bargeIn.itemDone("i").empty());
}

TEST_CASE("an unheard item of several parts is deleted once")
{
    BargeIn bargeIn;
    const auto events = bargeIn.settle({{{"r", "i", 0}, 0, 24000}, {{"r", "i", 1}, 0, 24000}}, {"i"});
    CHECK(all<wire::ItemDelete>(events).size() == 1);
    CHECK(events.size() == 1);
}

TEST_CASE("less than a millisecond counts as unheard")
{
    BargeIn bargeIn;
    CHECK(all<wire::ItemDelete>(bargeIn.settle({{{"r", "i", 0}, 23, 24000}}, {"i"})).size() == 1);
    CHECK(all<wire::ItemTruncate>(bargeIn.settle({{{"r", "j", 0}, 24, 24000}}, {"j"})).size() == 1);
}

TEST_CASE("an interruption drops what sounds and what is under way, and nothing else")
{
    BargeIn bargeIn;
    bargeIn.speechArrived("sounding", "i");
    CHECK(bargeIn.isSpeaking());
    bargeIn.interrupt({"active"});
    CHECK_FALSE(bargeIn.isSpeaking());
    CHECK(bargeIn.isDropped("sounding"));
    CHECK(bargeIn.isDropped("active"));
    CHECK_FALSE(bargeIn.isDropped("next"));
    bargeIn.responseEnded("active");
    CHECK_FALSE(bargeIn.isDropped("active"));
}

TEST_CASE("dropping one response leaves what sounds open to an interruption")
{
    BargeIn bargeIn;
    bargeIn.speechArrived("long", "i");
    bargeIn.drop("long");
    CHECK(bargeIn.isDropped("long"));
    CHECK(bargeIn.isSpeaking());
}

TEST_CASE("an item whose speech all came too late is deleted once it is done, one that sounded is not")
{
    BargeIn bargeIn;
    bargeIn.speechArrived("r", "sounded");
    bargeIn.interrupt({});
    bargeIn.speechDropped("sounded");
    bargeIn.speechDropped("late");
    CHECK(bargeIn.itemDone("sounded").empty());
    CHECK(bargeIn.itemDone("late").size() == 1);
    CHECK(bargeIn.itemDone("late").empty());
}

TEST_CASE("a listener that never reports does not make the memory grow")
{
    BargeIn bargeIn;
    for (int i = 0; i < 1000; ++i)
        bargeIn.speechArrived("r" + std::to_string(i), "i" + std::to_string(i));
    bargeIn.interrupt({});
    CHECK_FALSE(bargeIn.isDropped("r0"));
    CHECK(bargeIn.isDropped("r999"));
}
