// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/SpokenPattern.h"

#include <catch2/catch.hpp>

using namespace parley::service;
using Catch::Matchers::Contains;

namespace
{

std::optional<Captures> match(const std::string& pattern, const std::string& line)
{
    const auto read = SpokenPattern::parse(pattern);
    INFO(pattern << (read ? "" : ": " + read.error().message));
    REQUIRE(read);
    return read.value().match(SpokenLine(line));
}

bool fits(const std::string& pattern, const std::string& line)
{
    return match(pattern, line).has_value();
}

std::string taken(const std::string& pattern, const std::string& line, const std::string& name)
{
    const auto captures = match(pattern, line);
    return captures.has_value() ? captures->at(name).text : "(does not fit)";
}

std::string faultOf(const std::string& pattern)
{
    const auto read = SpokenPattern::parse(pattern);
    return read ? "" : read.error().message;
}

} // namespace

TEST_CASE("a line fits a pattern of its words, whatever its capitals and punctuation")
{
    CHECK(fits("open the door", "Open - the DOOR!"));
    CHECK_FALSE(fits("open the door", "open the door please"));
    CHECK_FALSE(fits("open the door", "please open the door"));
    CHECK_FALSE(fits("open the door", "open door"));
    CHECK_FALSE(fits("open", ""));
    CHECK(fits("*", ""));
}

TEST_CASE("a star is any words, alternatives are one of them, and brackets may be left out")
{
    CHECK(fits("* door *", "the door"));
    CHECK(fits("* door *", "open the door now"));
    CHECK_FALSE(fits("* door *", "open the window"));
    CHECK(fits("(open|close up) the door", "close up the door"));
    CHECK_FALSE(fits("(open|close up) the door", "close the door"));
    CHECK(fits("open [the|that] door [please]", "open door please"));
    CHECK(fits("open [the|that] door [please]", "open that door"));
    CHECK_FALSE(fits("open [the|that] door", "open the that door"));
    CHECK(fits("* a * a *", "a b a"));
    CHECK_FALSE(fits("* a * a *", "b a b"));
}

TEST_CASE("a capture takes the words as they are written, as few as will do")
{
    CHECK(taken("what is the weather in {place}", "What is the weather in New York?", "place") == "New York");
    CHECK(taken("{who} likes {what}", "Ann likes tea that likes milk", "what") == "tea that likes milk");
    CHECK(taken("{who} likes {what}", "Ann likes tea", "who") == "Ann");
    CHECK(taken("turn it {state:on|off}", "Turn it OFF.", "state") == "OFF");
    CHECK(taken("turn {way:up|up again} {rest}", "turn up again now", "way") == "up again");
    CHECK_FALSE(fits("weather in {place}", "weather in"));
}

TEST_CASE("a number is understood in digits and in words")
{
    const auto numberIn = [](const std::string& line)
    { return match("set the volume to {level:number} [percent]", line).value().at("level").number; };
    CHECK(numberIn("set the volume to 25 percent") == 25.0);
    CHECK(numberIn("Set the volume to 2.5.") == 2.5);
    CHECK(numberIn("set the volume to twenty five percent") == 25.0);
    CHECK(numberIn("set the volume to one hundred and five") == 105.0);
    CHECK_FALSE(fits("set the volume to {level:number}", "set the volume to loud"));
}

TEST_CASE("a pattern that cannot be read says why")
{
    CHECK_THAT(faultOf("turn {the light"), Contains("wants a \"}\""));
    CHECK_THAT(faultOf("turn (the [big] light)"), Contains("wants a \")\""));
    CHECK_THAT(faultOf("a|b"), Contains("\"|\" stands here alone"));
    CHECK_THAT(faultOf("a ) b"), Contains("\")\" stands here alone"));
    CHECK_THAT(faultOf("{a} or {a}"), Contains("twice"));
    CHECK_THAT(faultOf("{Place}"), Contains("small letters"));
    CHECK_THAT(faultOf("{said}"), Contains("taken"));
    CHECK_THAT(faultOf("(a|)"), Contains("wants words"));
    CHECK_THAT(faultOf("(a*|b)"), Contains("words only"));
    CHECK_THAT(faultOf("?!"), Contains("needs a word"));
    CHECK_THAT(faultOf(std::string(300, 'a')), Contains("256 characters"));
    std::string many;
    for (int i = 0; i < 33; ++i)
        many += "a ";
    CHECK_THAT(faultOf(many), Contains("32 parts"));
}

TEST_CASE("no line makes a pattern slow")
{
    std::string stars;
    for (int i = 0; i < 15; ++i)
        stars += "* a ";
    std::string line;
    for (int i = 0; i < 255; ++i)
        line += "a ";
    // Tried way by way, this would take longer than anybody lives.
    CHECK_FALSE(fits(stars + "(b|c)", line));
    CHECK_FALSE(fits("*", line + "a a"));
}

TEST_CASE("a pattern without an open part tells every line that fits")
{
    const auto phrasesOf = [](const std::string& pattern, std::size_t most = 16)
    { return SpokenPattern::parse(pattern).value().phrases(most); };
    CHECK(phrasesOf("Turn the (lamp|radio) {state:on|off}") ==
          std::vector<std::string>{"turn the lamp on", "turn the lamp off", "turn the radio on", "turn the radio off"});
    CHECK(phrasesOf("stop [now]") == std::vector<std::string>{"stop now", "stop"});
    CHECK(phrasesOf("* door").empty());
    CHECK(phrasesOf("in {place}").empty());
    CHECK(phrasesOf("(a|b) (a|b) (a|b)", 7).empty());
}
