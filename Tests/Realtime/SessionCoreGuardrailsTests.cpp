// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

SessionSettings guarded(bool holdsBack = false)
{
    SessionSettings settings;
    settings.agent.name = "Ann";
    settings.agent.outputGuardrails = {{"politeness", {}}};
    settings.guardrails.debounceCharacters = 10;
    settings.guardrails.holdsBackAudio = holdsBack;
    return settings;
}

Json words(const char* response, const char* item, const char* delta)
{
    return {{"type", "response.output_audio_transcript.delta"},
            {"response_id", response},
            {"item_id", item},
            {"content_index", 0},
            {"delta", delta}};
}

/// A response that speaks, up to the look at its words.
GuardrailJob speaking(Driver& driver, const char* response = "r1", const char* item = "a1")
{
    driver.server(responseEvent("response.created", response));
    driver.server(audioDelta(response, item, 2400));
    driver.server(words(response, item, "what a rude word."));
    REQUIRE(driver.last.look.size() == 1);
    return driver.last.look[0];
}

const GuardrailFinding rude{"politeness", "rude", {}};

} // namespace

TEST_CASE("a trip silences the answer, cancels it, tells of it and asks for a better one")
{
    Driver driver(guarded());
    driver.becomeReady();
    const auto job = speaking(driver);
    CHECK(job.look.text == "what a rude word.");
    driver.feed(input::GuardrailsLooked{job.id, rude});
    CHECK(driver.last.flushPlayout);
    REQUIRE(driver.published<GuardrailTripped>().size() == 1);
    CHECK(driver.published<GuardrailTripped>()[0].reason == "rude");
    CHECK(driver.sent<wire::ResponseCancel>().size() == 1);
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ItemCreate>()[0].item.plainText() ==
          "A guardrail (politeness) stopped the last answer (rude). Apologise in a few words and answer without it.");
    driver.server(audioDelta("r1", "a1", 2400));
    CHECK(driver.last.speech.empty());
    driver.server(responseEvent("response.done", "r1", "cancelled"));
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a trip after the answer ended still silences what plays, and cancels nothing")
{
    Driver driver(guarded());
    driver.becomeReady();
    const auto job = speaking(driver);
    driver.server(responseEvent("response.done", "r1", "completed"));
    driver.feed(input::GuardrailsLooked{job.id, rude});
    CHECK(driver.last.flushPlayout);
    CHECK(driver.sent<wire::ResponseCancel>().empty());
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a finding that a newer response has overtaken corrects nothing")
{
    Driver driver(guarded());
    driver.becomeReady();
    const auto job = speaking(driver);
    driver.server(responseEvent("response.done", "r1", "completed"));
    driver.server(responseEvent("response.created", "r2"));
    driver.feed(input::GuardrailsLooked{job.id, rude});
    CHECK(driver.published<GuardrailTripped>().size() == 1);
    CHECK(driver.sent<wire::ItemCreate>().empty());
    CHECK(driver.sent<wire::ResponseCancel>().empty());
}

TEST_CASE("an agent that trips again and again is not asked for ever, until the user speaks")
{
    Driver driver(guarded());
    driver.becomeReady();
    const auto tripOf = [&](const char* response)
    {
        const auto job = speaking(driver, response, response);
        driver.feed(input::GuardrailsLooked{job.id, rude});
        const auto corrections = driver.sent<wire::ItemCreate>().size();
        driver.server(responseEvent("response.done", response, "cancelled"));
        return corrections;
    };
    CHECK(tripOf("r1") == 1);
    CHECK(tripOf("r2") == 1);
    CHECK(tripOf("r3") == 0);
    driver.feed(input::SendMessage{wire::Item::userText("go on")});
    CHECK(tripOf("r4") == 1);
}

TEST_CASE("a guardrail that throws is a warning")
{
    Driver driver(guarded());
    driver.becomeReady();
    const auto job = speaking(driver);
    driver.feed(input::GuardrailsLooked{job.id, {{}, {}, {{ErrorCode::internal, "boom", "guardrail"}}}});
    CHECK(driver.published<Warning>().size() == 1);
    CHECK(driver.published<GuardrailTripped>().empty());
}

TEST_CASE("with hold-back no speech is heard before its words have passed")
{
    Driver driver(guarded(true));
    driver.becomeReady();
    const auto job = speaking(driver);
    CHECK(driver.last.speech.empty());
    driver.feed(input::GuardrailsLooked{job.id, {}});
    CHECK(driver.last.speech.size() == 1);
    driver.server(audioDelta("r1", "a1", 2400));
    CHECK(driver.last.speech.empty());
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.last.completedSpeech.empty());
    REQUIRE(driver.last.look.size() == 1);
    driver.feed(input::GuardrailsLooked{driver.last.look[0].id, {}});
    CHECK(driver.last.speech.size() == 1);
    CHECK(driver.last.completedSpeech == std::vector<std::string>{"r1"});
}

TEST_CASE("speech that was held back and is never heard is deleted from the conversation")
{
    Driver driver(guarded(true));
    driver.becomeReady();
    const auto job = speaking(driver);
    driver.server(itemDone("a1"));
    driver.server(responseEvent("response.done", "r1", "completed"));
    driver.feed(input::GuardrailsLooked{job.id, rude});
    CHECK(driver.last.speech.empty());
    REQUIRE(driver.sent<wire::ItemDelete>().size() == 1);
    CHECK(driver.sent<wire::ItemDelete>()[0].itemId == "a1");
}

TEST_CASE("an interruption drops speech that was held back")
{
    Driver driver(guarded(true));
    driver.becomeReady();
    const auto job = speaking(driver);
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}});
    driver.feed(input::GuardrailsLooked{job.id, {}});
    CHECK(driver.last.speech.empty());
}
