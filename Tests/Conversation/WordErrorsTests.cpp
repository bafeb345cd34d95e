// SPDX-License-Identifier: Apache-2.0
#include "WordErrors.h"

#include <catch2/catch.hpp>

using namespace parley::listening;

TEST_CASE("words are compared without case and punctuation", "[listening]")
{
    CHECK(compareWords("You said: go forward ten meters.", "you said go forward ten meters").errors == 0);
    CHECK(compareWords("I don't", "i don't").errors == 0);
}

TEST_CASE("each missing, added or other word is an error", "[listening]")
{
    CHECK(compareWords("go forward ten meters", "go forward meters").errors == 1);
    CHECK(compareWords("go forward ten meters", "go forward ten more meters").errors == 1);
    CHECK(compareWords("go forward ten meters", "go forward two meters").rate() == Approx(0.25));
    CHECK(compareWords("go", "").rate() == Approx(1));
    CHECK(compareWords("", "go").rate() == Approx(1));
}
