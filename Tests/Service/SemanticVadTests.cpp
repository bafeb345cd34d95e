// SPDX-License-Identifier: Apache-2.0
#include "Service/TurnEnd.h"
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

void useSemanticVad(SessionDriver& driver, const std::string& eagerness)
{
    const Json detection = {{"type", "semantic_vad"}, {"eagerness", eagerness}};
    driver.update({{"audio", {{"input", {{"turn_detection", detection}}}}}});
}

/// After how much silence a turn with these words ends, in steps of 100 ms.
std::chrono::milliseconds pauseUntilEnd(const std::string& words, const std::string& eagerness)
{
    SessionDriver driver;
    driver.transcript = words;
    useSemanticVad(driver, eagerness);
    driver.sendAudio(makeSpeech(800ms));
    std::chrono::milliseconds pause{0};
    while (driver.all("input_audio_buffer.speech_stopped").empty() && pause < 10s)
    {
        driver.sendAudio(makeSilence(100ms));
        pause += 100ms;
    }
    return pause;
}

} // namespace

TEST_CASE("what was said decides how long a pause ends the turn")
{
    for (const auto* open : {"turn left and", "um", "i would like to", "what is the", "how do", "because"})
    {
        INFO(open);
        CHECK(pauseAfter(open, Eagerness::low) == 8s);
        CHECK(pauseAfter(open, Eagerness::medium) == 4s);
        CHECK(pauseAfter(open, Eagerness::high) == 2s);
    }
    CHECK(pauseAfter("turn left", Eagerness::medium) == 800ms);
    CHECK(pauseAfter("what is the weather in paris", Eagerness::medium) == 800ms);
    CHECK(pauseAfter("turn left please", Eagerness::medium) == 500ms);
    CHECK(pauseAfter("", Eagerness::high) == 400ms);
    CHECK(eagernessFrom("auto") == Eagerness::medium);
}

TEST_CASE("a turn that trails off waits for its speaker, one that is finished does not")
{
    CHECK(pauseUntilEnd("turn left", "auto") <= 1000ms);
    CHECK(pauseUntilEnd("turn left and", "auto") > 3500ms);
    CHECK(pauseUntilEnd("turn left and", "auto") <= 4200ms);
    CHECK(pauseUntilEnd("turn left and", "high") <= 2200ms);
    CHECK(pauseUntilEnd("turn left", "high") < pauseUntilEnd("turn left", "low"));
}

TEST_CASE("speech that goes on after a pause is one turn, and its next pause is judged anew")
{
    SessionDriver driver;
    useSemanticVad(driver, "medium");
    driver.transcript = "turn left and";
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(1500ms));
    CHECK(driver.all("input_audio_buffer.speech_stopped").empty());
    driver.transcript = "turn left and go forward";
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(1200ms));
    CHECK(driver.all("input_audio_buffer.speech_started").size() == 1);
    CHECK(driver.all("input_audio_buffer.speech_stopped").size() == 1);
}

TEST_CASE("while nobody knows what was said, only the longest pause ends the turn")
{
    SessionDriver driver;
    useSemanticVad(driver, "high");
    driver.holdsJobs = true;
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(1500ms));
    CHECK(driver.all("input_audio_buffer.speech_stopped").empty());
    driver.sendAudio(makeSilence(800ms));
    CHECK(driver.all("input_audio_buffer.speech_stopped").size() == 1);
}
