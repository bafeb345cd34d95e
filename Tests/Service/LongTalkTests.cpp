// SPDX-License-Identifier: Apache-2.0
#include "Service/LongTalk.h"
#include "Service/SpokenWords.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace parley::service;

namespace
{

/// Empty: it names none. What is asked for must be a long talk.
std::string subjectOf(const std::string& said)
{
    const auto talk = longTalkFor(said).value();
    const std::string before = "I would gladly talk about ";
    return talk.starts_with(before) ? talk.substr(before.size(), talk.find(", but") - before.size()) : "";
}

} // namespace

TEST_CASE("who asks for a long talk hears about a minute of it, in eight to twelve sentences")
{
    const auto* request =
        GENERATE("Tell me a long story", "tell us a story please", "Could you please tell me another long story?",
                 "talk at length", "Talk for a minute about rivers", "speak to me for about a minute",
                 "talk for a long time", "Talk about the sea at length.");
    CAPTURE(request);
    const auto talk = longTalkFor(request);
    REQUIRE(talk);
    const auto sentences = std::ranges::count(*talk, '.');
    CHECK(sentences >= 8);
    CHECK(sentences <= 12);
    // People and the local voices say 140 to 200 words a minute.
    const auto words = wordsOf(*talk).size();
    CHECK(words >= 140);
    CHECK(words <= 200);
    CHECK(longTalkFor(request) == talk);
}

TEST_CASE("a long talk names its subject in the words of who asked")
{
    CHECK(subjectOf("Talk at length about the Black Sea.") == "the Black Sea");
    CHECK(subjectOf("talk for a minute about rivers please") == "rivers");
    CHECK(subjectOf("Talk about old boats for about a minute") == "old boats");
    CHECK(subjectOf("Tell me a long story about dogs and cats! I like them.") == "dogs and cats");
    CHECK(subjectOf("speak for about a minute") == "");
    CHECK(subjectOf("tell me a story about") == "");
    CHECK(subjectOf("tell me a story about " + std::string(500, 'x')) == "");
}

TEST_CASE("however long a request is, it is read once")
{
    std::string filler;
    for (int i = 0; i < 200'000; ++i)
        filler += "a ";
    CHECK_FALSE(longTalkFor("talk for " + filler));
    CHECK(longTalkFor("tell me a story about " + filler));
}

TEST_CASE("who only mentions stories and talks hears none")
{
    const auto* other = GENERATE("", "tell", "it is a long story", "he told me a story", "tell me the time",
                                 "tell him that the story is over", "talk to the front desk for a minute", "talk to me",
                                 "speak up", "talk about it", "we talked at length", "do not talk at length");
    CAPTURE(other);
    CHECK_FALSE(longTalkFor(other));
}
