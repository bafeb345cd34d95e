// SPDX-License-Identifier: Apache-2.0
#include "Service/EventText.h"

#include <catch2/catch.hpp>

using namespace parley::service;

TEST_CASE("an event goes out as it is, speech too, and text that is none is mended")
{
    Json speech = {
        {"type", "response.output_audio.delta"}, {"delta", "AAAA//8="}, {"item_id", "item_1"}, {"content_index", 0}};
    const auto before = speech;
    CHECK(Json::parse(takeText(speech)) == before);
    Json words = {{"type", "response.output_text.delta"}, {"delta", "\"delta\":\" and \xff"}};
    CHECK(Json::parse(takeText(words)).at("delta") == "\"delta\":\" and \xEF\xBF\xBD");
}
