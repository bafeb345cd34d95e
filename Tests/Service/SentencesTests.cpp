// SPDX-License-Identifier: Apache-2.0
#include "Service/Sentences.h"

#include <catch2/catch.hpp>

using namespace parley::service;
using Words = std::vector<std::string>;

TEST_CASE("words come one at a time, or several together where there would be too many")
{
    CHECK(splitWords("a b c d e") == Words{"a", " b", " c", " d", " e"});
    CHECK(splitWords("a b c d e", 5) == Words{"a", " b", " c", " d", " e"});
    CHECK(splitWords("a b c d e", 4) == Words{"a b", " c d", " e"});
    CHECK(splitWords("a b c d e", 1) == Words{"a b c d e"});
    CHECK(splitWords("", 1).empty());
}
