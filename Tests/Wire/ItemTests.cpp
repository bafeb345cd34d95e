// SPDX-License-Identifier: Apache-2.0
#include "Wire/Item.h"

#include <catch2/catch.hpp>

#include <array>

using namespace parley::wire;

TEST_CASE("a picture is an item with the line that belongs to it")
{
    const std::array<std::uint8_t, 3> bytes = {0x89, 'P', 'N'};
    const auto url = imageUrl(bytes, "image/png");
    CHECK(url == "data:image/png;base64,iVBO");
    CHECK(Item::userImage(url, "What is it?", "low").toJson() ==
          Json::parse(R"({"type":"message","role":"user","content":[
        {"type":"input_image","image_url":"data:image/png;base64,iVBO","detail":"low"},
        {"type":"input_text","text":"What is it?"}]})"));
    CHECK(Item::userImage(url).content.size() == 1);
}

TEST_CASE("what the agent is to know is a message of the system's")
{
    CHECK(Item::systemText("It is dark.").toJson() ==
          Json::parse(R"({"type":"message","role":"system","content":[{"type":"input_text","text":"It is dark."}]})"));
}
