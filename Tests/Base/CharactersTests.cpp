// SPDX-License-Identifier: Apache-2.0
#include "Base/Detail/Characters.h"

#include <catch2/catch.hpp>

#include <string>

using namespace parley;

TEST_CASE("a word at the end of a text that may still grow is not whole", "[text]")
{
    struct Row
    {
        const char* text;
        const char* whole;
    };
    const Row rows[] = {
        {"", ""},
        {"art", ""},
        {"the art", "the "},
        {"the art ", "the art "},
        {"the art.", "the art."},
        {"I don", "I "},
        {"I don'", "I "},
        {"I don\u2019", "I "},
        {"'art' ", "'art' "},
        {"so, gr\u00f6\u00dfe", "so, "},
        {"\u4eca\u65e5\u306f\u3002\u660e\u65e5", "\u4eca\u65e5\u306f\u3002"},
    };
    for (const auto& row : rows)
    {
        INFO(row.text);
        const std::string text = row.text;
        CHECK(text.substr(0, lengthOfWholeWords(text)) == row.whole);
    }
}

TEST_CASE("bytes that are not UTF-8 are characters of their own", "[text]")
{
    std::string_view text = "\xff\xc3";
    CHECK(takeCharacter(text) == 0xFF);
    CHECK(takeCharacter(text) == 0xC3);
    CHECK(text.empty());
}
