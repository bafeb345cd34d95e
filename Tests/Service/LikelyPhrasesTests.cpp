// SPDX-License-Identifier: Apache-2.0
#include "Service/LikelyPhrases.h"
#include "Service/SessionDriver.h"

using namespace parley::service;
using Phrases = std::vector<std::string>;

namespace
{

const Json colours = {{"type", "string"}, {"enum", {"dark red", "light-green"}}};
const Json paint = {{"type", "function"},
                    {"name", "paintWall"},
                    {"description", "Paints it"},
                    {"parameters", {{"type", "object"}, {"properties", {{"colour", colours}}}}}};

} // namespace

TEST_CASE("a prompt is phrases between commas and line ends, as they are spoken")
{
    CHECK(phrasesInPrompt("Open the door, close the Door!\nturn left; , stop.") ==
          Phrases{"open the door", "close the door", "turn left", "stop"});
    CHECK(phrasesInPrompt("").empty());
    CHECK(phrasesInPrompt("one two three four five six seven eight nine ten eleven twelve thirteen").empty());
}

TEST_CASE("functions are likely by their names and by what their arguments may be")
{
    const Json elsewhere = {{"type", "mcp"}, {"server_label", "books"}};
    CHECK(phrasesInTools(Json::array({paint, elsewhere})) == Phrases{"paint wall", "dark red", "light green"});
}

TEST_CASE("phrases are bounded")
{
    std::string prompt;
    for (int i = 0; i < 2000; ++i)
        prompt += "open,";
    CHECK(phrasesInPrompt(prompt).size() == mostPhrases);
    CHECK(phrasesInSession({{"prompt", prompt}, {"keywords", {"shut"}}}, Json::array({paint})).size() == mostPhrases);
}

TEST_CASE("what a session's transcription and tools name is likely in its speech")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    const Json transcription = {{"model", "whisper-1"}, {"prompt", "turn left, turn right"}};
    driver.update({{"tools", Json::array({paint})}, {"audio", {{"input", {{"transcription", transcription}}}}}});
    driver.sendAudio(makeSpeech(std::chrono::milliseconds(800)));
    driver.sendAudio(makeSilence(std::chrono::milliseconds(600)));
    REQUIRE_FALSE(driver.jobs.empty());
    CHECK(std::get<RecogniseJob>(driver.jobs.front().work).phrases ==
          Phrases{"turn left", "turn right", "paint wall", "dark red", "light green"});
}

TEST_CASE("what a client secret's settings name is likely from the first utterance on")
{
    const Json transcription = {{"model", "whisper-1"}, {"prompt", "turn left"}};
    SessionDriver driver({"any", 7, 1'700'000'000, {{"audio", {{"input", {{"transcription", transcription}}}}}}});
    driver.holdsJobs = true;
    driver.sendAudio(makeSpeech(std::chrono::milliseconds(800)));
    driver.sendAudio(makeSilence(std::chrono::milliseconds(600)));
    REQUIRE_FALSE(driver.jobs.empty());
    CHECK(std::get<RecogniseJob>(driver.jobs.front().work).phrases == Phrases{"turn left"});
}
