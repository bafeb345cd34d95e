// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Captions.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

const audio::SpeechPart part{"r1", "i1", 0};
const audio::SpeechPart nextPart{"r1", "i2", 0};

std::string told(Captions& captions)
{
    std::string text;
    for (const auto& caption : captions.take())
        text += caption.text;
    return text;
}

} // namespace

TEST_CASE("words are told when the audio sounds that had arrived before them")
{
    Captions captions;
    captions.words(part, "One", 0);
    captions.words(part, " two", 12000);
    captions.words(part, " three", 24000);
    CHECK(told(captions).empty());
    captions.heard(part, 1, false);
    const auto first = captions.take();
    REQUIRE(first.size() == 1);
    CHECK(first[0].text == "One");
    CHECK(first[0].responseId == "r1");
    CHECK(first[0].itemId == "i1");
    CHECK(first[0].at == 0ms);
    captions.heard(part, 11999, false);
    CHECK(told(captions).empty());
    captions.heard(part, 12000, false);
    const auto second = captions.take();
    REQUIRE(second.size() == 1);
    CHECK(second[0].text == " two");
    CHECK(second[0].at == 500ms);
    captions.heard(part, 30000, false);
    CHECK(told(captions) == " three");
}

TEST_CASE("once text and audio are complete, words are spread over the audio")
{
    const bool isAudioFirst = GENERATE(true, false);
    Captions captions;
    captions.words(part, "aaaa bbbb cccc dddd ", 0);
    if (isAudioFirst)
        captions.audioComplete(part, 20000);
    captions.wordsComplete(part, "aaaa bbbb cccc dddd ");
    if (!isAudioFirst)
        captions.audioComplete(part, 20000);
    captions.heard(part, 100, false);
    CHECK(told(captions) == "aaaa");
    captions.heard(part, 5000, false);
    CHECK(told(captions) == " bbbb");
    captions.heard(part, 14500, false);
    CHECK(told(captions) == " cccc dddd");
    captions.heard(part, 20000, true);
    CHECK(told(captions) == " ");
}

TEST_CASE("what was told before text and audio were complete is not told again")
{
    Captions captions;
    captions.words(part, "one two", 0);
    captions.heard(part, 100, false);
    CHECK(told(captions) == "one two");
    captions.words(part, " three four", 9000);
    captions.audioComplete(part, 18000);
    captions.wordsComplete(part, "one two three four");
    captions.heard(part, 18000, true);
    CHECK(told(captions) == " three four");
    CHECK(told(captions).empty());
}

TEST_CASE("a part heard to its end is told in full, and so are words that come later still")
{
    Captions captions;
    captions.words(part, "one two", 100000);
    captions.heard(part, 9000, true);
    const auto all = captions.take();
    REQUIRE(all.size() == 1);
    CHECK(all[0].text == "one two");
    CHECK(all[0].at == 375ms);
    captions.words(part, " three", 9000);
    CHECK(told(captions) == " three");
    captions.wordsComplete(part, "one two three");
    CHECK(told(captions).empty());
}

TEST_CASE("a text that came only as a whole is told too")
{
    Captions captions;
    captions.wordsComplete(part, "all at once");
    captions.audioComplete(part, 24000);
    captions.heard(part, 24000, true);
    CHECK(told(captions) == "all at once");
}

TEST_CASE("a part that does not sound is not told, whatever sounds before it")
{
    Captions captions;
    captions.words(part, "first", 0);
    captions.words(nextPart, "second", 0);
    captions.wordsComplete(nextPart, "second");
    captions.audioComplete(nextPart, 24000);
    captions.heard(part, 48000, true);
    captions.heard(nextPart, 0, false);
    CHECK(told(captions) == "first");
    captions.clear();
    captions.heard(nextPart, 24000, true);
    CHECK(told(captions).empty());
}

TEST_CASE("the words of many parts are bounded, and so are many words of one part, of which none is lost")
{
    Captions captions;
    for (std::size_t i = 0; i <= Captions::mostParts; ++i)
        captions.words({"r", std::to_string(i), 0}, "word", 0);
    captions.heard({"r", "0", 0}, 1, false);
    CHECK(told(captions).empty());
    captions.heard({"r", "1", 0}, 1, false);
    CHECK(told(captions) == "word");

    std::string all;
    for (std::size_t i = 0; i < Captions::mostWords + 1000; ++i)
        all += " w" + std::to_string(i);
    captions.words(part, all, 0);
    captions.heard(part, 1, true);
    CHECK(told(captions) == all);
}
