// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/RawEvents.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;
using parley::wire::Json;

TEST_CASE("a raw event is an object with a type", "[raw]")
{
    CHECK_FALSE(findFaultInRawEvent(Json::parse(R"({"type":"anything.new","x":1})")));
    for (const auto* broken : {"null", "7", "[]", "{}", R"({"type":7})", R"({"type":""})", R"(["type"])"})
    {
        INFO(broken);
        CHECK(findFaultInRawEvent(Json::parse(broken)));
    }
}

TEST_CASE("what only repeats is chatter, what is new is not", "[raw]")
{
    CHECK(isChatter("conversation.created"));
    CHECK_FALSE(isChatter("response.brand_new"));
}
