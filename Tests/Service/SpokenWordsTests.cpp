// SPDX-License-Identifier: Apache-2.0
#include "Service/SpokenWords.h"

#include <catch2/catch.hpp>

#include <utility>

using namespace parley::service;

namespace
{

/// The number that the line begins with, and how many words it has.
std::pair<double, std::size_t> numberOf(const std::string& line)
{
    std::size_t place = 0;
    const auto number = numberAt(wordsOf(line), place);
    return {number.value_or(-1.0), place};
}

using Found = std::pair<double, std::size_t>;

} // namespace

TEST_CASE("words that make one number are read as one")
{
    CHECK(numberOf("seven doors") == Found(7.0, 1));
    CHECK(numberOf("twenty one") == Found(21.0, 2));
    CHECK(numberOf("20 five") == Found(25.0, 2));
    CHECK(numberOf("one hundred and twenty") == Found(120.0, 4));
    CHECK(numberOf("nine hundred ninety nine times") == Found(999.0, 4));
    CHECK(numberOf("two hundred and twelve") == Found(212.0, 4));
    CHECK(numberOf("2000 twenty") == Found(2020.0, 2));
    CHECK(numberOf("two thousand twenty") == Found(2.0, 1));
    CHECK(numberOf("doors").second == 0);
}

TEST_CASE("a number ends where the next word makes no number with it, however often it is said")
{
    CHECK(numberOf("twenty twenty twenty") == Found(20.0, 1));
    CHECK(numberOf("twenty one thirty") == Found(21.0, 2));
    CHECK(numberOf("one twenty") == Found(1.0, 1));
    CHECK(numberOf("two hundred thirty forty") == Found(230.0, 3));
    CHECK(numberOf("two hundred and doors") == Found(200.0, 2));
    CHECK(numberOf("zero hundred hundred hundred") == Found(0.0, 2));
    CHECK(numberOf("1e22 5 5 5 5 5").second == 3);
}
