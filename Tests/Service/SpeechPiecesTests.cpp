// SPDX-License-Identifier: Apache-2.0
#include "Service/SpeechPieces.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace parley::service;

TEST_CASE("long speech is cut where it is quietest between the seventh and the tenth second")
{
    std::vector<std::int16_t> speech(30 * 16000, 1000);
    std::fill_n(speech.begin() + 8 * 16000, 16000 / 2, std::int16_t{0});
    const auto cut = firstPiece(speech, 16000);
    CHECK(cut > 8 * 16000);
    CHECK(cut < 8 * 16000 + 16000 / 2);
    CHECK(firstPiece(std::span(speech).first(10 * 16000), 16000) == 10 * 16000);
    const auto even = firstPiece(std::vector<std::int16_t>(20 * 16000, 1000), 16000);
    CHECK(even >= 7 * 16000);
    CHECK(even <= 10 * 16000);
}
