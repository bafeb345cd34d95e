// SPDX-License-Identifier: Apache-2.0
#include "Service/Sums.h"

#include <catch2/catch.hpp>

#include <string>

using namespace parley::service;

TEST_CASE("words that sound like numbers are numbers beside plus and the like")
{
    CHECK(sumIn("what is to plus three") == "2 plus 3 is 5.");
    CHECK(sumIn("What's two plus too?") == "2 plus 2 is 4.");
    CHECK(sumIn("ten divided by for") == "10 divided by 4 is 2.5.");
    CHECK(sumIn("ate times won please") == "8 times 1 is 8.");
    CHECK(sumIn("how much is twenty to minus 5") == "22 minus 5 is 17.");
}

TEST_CASE("numbers said one after the other are not added to one")
{
    CHECK(sumIn("thirty twenty plus three") == "20 plus 3 is 23.");
    CHECK(sumIn("twenty twenty five plus three") == "25 plus 3 is 28.");
}

TEST_CASE("a long line of numbers has no sum, and one at its end is found")
{
    std::string line;
    for (int i = 0; i < 20000; ++i)
        line += "twenty ";
    CHECK_FALSE(sumIn(line).has_value());
    CHECK(sumIn(line + "plus two") == "20 plus 2 is 22.");
}

TEST_CASE("words that sound like numbers are none where a line says more than a sum")
{
    for (const auto* line : {"go to the shop plus three", "I told you five times to stop", "good for times to come",
                             "it is too late for plus sizes", "we won plus one", "to plus", "plus two", "for to to"})
    {
        INFO(line);
        CHECK_FALSE(sumIn(line).has_value());
    }
}
