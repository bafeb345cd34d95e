// SPDX-License-Identifier: Apache-2.0
#include "Voice/PipelineCore.h"
#include "Voice/VoiceLimits.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::voice;
using namespace std::chrono_literals;

namespace
{

/// A core, and what it says to do as short words.
class Driver
{
public:
    explicit Driver(bool isStreamed = false, VoiceConfig config = {})
        : core(std::move(config), isStreamed)
    {
    }

    std::string give(PipelineInput given)
    {
        const auto out = core.handle(std::move(given), now);
        words.clear();
        if (out.dropsUnheard)
            add("drop");
        if (out.stopsWorkflow)
            add("stop-workflow");
        for (const auto id : out.stopSpeech)
            add("stop" + std::to_string(id));
        for (const auto& event : out.publish)
            add(describe(event));
        if (out.answer)
            add("answer(" + std::to_string(out.answer->turn) + "," + out.answer->transcript + ")");
        for (const auto& sentence : out.speak)
            add("speak" + std::to_string(sentence.id) + "(" + sentence.text + ")");
        if (out.isOver)
            add("over");
        return words;
    }
    std::string hear(const std::string& text) { return give(input::Heard{{text, true}}); }
    std::string say(std::uint64_t turn, const std::string& text) { return give(input::Said{turn, text}); }
    std::string said(std::uint64_t turn) { return give(input::WorkflowEnded{turn, {}}); }
    std::string speech(std::uint64_t id, std::size_t samples = 480)
    {
        return give(input::Spoken{id, std::vector<std::int16_t>(samples, static_cast<std::int16_t>(id))});
    }
    std::string spoken(std::uint64_t id) { return give(input::SpeechEnded{id, {}}); }
    std::string silence() { return give(input::ListeningEnded{}); }

    PipelineCore core;
    PipelineCore::Time now{1h};

private:
    void add(const std::string& word) { words += (words.empty() ? "" : " ") + word; }

    static std::string describe(const VoiceStreamEvent& event)
    {
        if (const auto* audio = std::get_if<VoiceStreamEventAudio>(&event))
            return "audio" + std::to_string(audio->samples.at(0)) + ":" + std::to_string(audio->samples.size());
        if (const auto* life = std::get_if<VoiceStreamEventLifecycle>(&event))
            return std::string(toString(life->event)) + std::to_string(life->turn) + (life->wasCut ? "cut" : "");
        if (const auto* text = std::get_if<VoiceStreamEventText>(&event))
            return "text(" + text->text + ")";
        if (const auto* heard = std::get_if<VoiceStreamEventTranscript>(&event))
            return (heard->isFinal ? "heard(" : "hearing(") + heard->text + ")";
        const auto& error = std::get<VoiceStreamEventError>(event);
        return "error(" + std::string(toString(error.error.code)) + (error.endsRun ? ")" : ",goes-on)");
    }

    std::string words;
};

} // namespace

TEST_CASE("one utterance goes through all stages and the run ends")
{
    Driver driver;
    CHECK(driver.give(input::Begun{}).empty());
    CHECK(driver.hear("Hi") == "heard(Hi) turn_started1 answer(1,Hi)");
    CHECK(driver.silence().empty());
    CHECK(driver.say(1, "You said: Hi. ").empty());
    CHECK(driver.say(1, "Bye.") == "speak1(You said: Hi.)");
    CHECK(driver.said(1) == "speak2(Bye.)");
    CHECK(driver.speech(1) == "text(You said: Hi.) audio1:480");
    CHECK(driver.spoken(1).empty());
    CHECK(driver.speech(2) == "text(Bye.) audio2:480");
    CHECK(driver.spoken(2) == "turn_ended1 session_ended1 over");
    CHECK(driver.speech(2).empty());
}

TEST_CASE("sentences are heard strictly in order, however the service answers")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    CHECK(driver.say(1, "One. Two. Three. Four. F") == "speak1(One.) speak2(Two.) speak3(Three.)");
    CHECK(driver.speech(3).empty());
    CHECK(driver.speech(2).empty());
    CHECK(driver.spoken(3) == "speak4(Four.)");
    CHECK(driver.speech(1) == "text(One.) audio1:480");
    CHECK(driver.spoken(1) == "text(Two.) audio2:480");
    CHECK(driver.speech(2) == "audio2:480");
    CHECK(driver.spoken(2) == "text(Three.) audio3:480");
}

TEST_CASE("speech is told from 20 ms on, and at a sentence's end whatever there is")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    driver.say(1, "One.");
    driver.said(1);
    CHECK(driver.speech(1, 479).empty());
    CHECK(driver.speech(1, 1) == "text(One.) audio1:480");
    CHECK(driver.speech(1, 7).empty());
    CHECK(driver.spoken(1) == "audio1:7 turn_ended1");
}

TEST_CASE("the greeting is spoken first, also where the whole input is there already")
{
    Driver driver;
    CHECK(driver.give(input::Begun{true}).empty());
    CHECK(driver.hear("Hi") == "heard(Hi)");
    CHECK(driver.silence().empty());
    CHECK(driver.say(0, "Hello!").empty());
    CHECK(driver.said(0) == "turn_started0 speak1(Hello!)");
    driver.speech(1);
    CHECK(driver.spoken(1) == "turn_ended0 turn_started1 answer(1,Hi)");
}

TEST_CASE("a greeting without words is no turn")
{
    Driver driver;
    driver.give(input::Begun{true});
    CHECK(driver.said(0).empty());
    CHECK(driver.silence() == "session_ended0 over");
}

TEST_CASE("an utterance without words starts no turn")
{
    Driver driver;
    driver.give(input::Begun{});
    CHECK(driver.hear(" \n") == "heard( \n)");
    CHECK(driver.silence() == "session_ended0 over");
}

TEST_CASE("a workflow that says nothing ends its turn without speech")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    CHECK(driver.said(1) == "turn_ended1");
}

TEST_CASE("who speaks during the answer stops it, and is the next turn")
{
    Driver driver(true);
    driver.give(input::Begun{});
    CHECK(driver.give(input::SpeechStarted{}) == "drop speech_started0");
    driver.hear("Hi");
    driver.say(1, "One. Two. T");
    driver.speech(1);
    CHECK(driver.give(input::SpeechStarted{}) == "drop stop-workflow stop1 stop2 turn_ended1cut speech_started1");
    CHECK(driver.speech(2).empty());
    CHECK(driver.say(1, "Late.").empty());
    CHECK(driver.said(1).empty());
    CHECK(driver.hear("No") == "heard(No) turn_started2 answer(2,No)");
    driver.say(2, "Well.");
    CHECK(driver.said(2) == "speak3(Well.)");
}

TEST_CASE("who speaks during the greeting stops it")
{
    Driver driver(true);
    driver.give(input::Begun{true});
    driver.say(0, "Hello there. I");
    CHECK(driver.give(input::SpeechStarted{}) == "drop stop-workflow stop1 turn_ended0cut speech_started0");
}

TEST_CASE("without barge-in, and in a whole input, speech stops nothing and turns wait for each other")
{
    VoiceConfig config;
    config.allowsBargeIn = GENERATE(false, true);
    Driver driver(!config.allowsBargeIn, config);
    driver.give(input::Begun{});
    driver.hear("A");
    CHECK(driver.give(input::SpeechStarted{}).empty());
    CHECK(driver.hear("B") == "heard(B)");
    CHECK(driver.said(1) == "turn_ended1 turn_started2 answer(2,B)");
}

TEST_CASE("utterances that wait for their turn are bounded, and no word of them is lost")
{
    VoiceConfig config;
    config.allowsBargeIn = false;
    Driver driver(true, config);
    driver.give(input::Begun{});
    driver.hear("now");
    for (std::size_t i = 0; i < mostWaitingUtterances + 2; ++i)
        driver.hear("w" + std::to_string(i));
    std::string last;
    for (std::uint64_t turn = 1; turn <= mostWaitingUtterances; ++turn)
        last = driver.said(turn);
    CHECK(last == "turn_ended16 turn_started17 answer(17,w15 w16 w17)");
}

TEST_CASE("the first error is the last event, wherever it happens")
{
    const Error error{ErrorCode::upstreamServerError, "Words."};
    const auto place = GENERATE(0, 1, 2, 3);
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    driver.say(1, "One. Two. T");
    const std::vector<PipelineInput> failures{input::ListeningEnded{error}, input::WorkflowEnded{1, error},
                                              input::SpeechEnded{2, error}, input::Failed{error}};
    CHECK(driver.give(failures[static_cast<std::size_t>(place)]) == "error(upstream_server_error) over");
    CHECK(driver.give(failures[0]).empty());
    CHECK(driver.speech(1).empty());
    CHECK_FALSE(driver.core.deadline());
}

TEST_CASE("an utterance that is lost is told, and the run goes on")
{
    Driver driver(true);
    driver.give(input::Begun{});
    CHECK(driver.give(input::UtteranceLost{{ErrorCode::requestRejected, "Words."}}) ==
          "error(request_rejected,goes-on)");
    CHECK(driver.hear("Hi") == "heard(Hi) turn_started1 answer(1,Hi)");
}

TEST_CASE("a sentence is spoken although the workflow pauses behind it")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    driver.say(1, "One moment.");
    REQUIRE(driver.core.deadline() == driver.now + sentencePause);
    driver.now += sentencePause;
    CHECK(driver.give(input::TimePassed{}) == "speak1(One moment.)");
    CHECK(driver.core.deadline() > driver.now + 1s);
    driver.say(1, "Half a");
    driver.now += sentencePause;
    CHECK(driver.give(input::TimePassed{}).empty());
    CHECK(driver.core.deadline() > driver.now + 1s);
}

TEST_CASE("a workflow that falls silent is given up")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    driver.now += VoiceConfig{}.workflowPatience;
    CHECK(driver.core.deadline() == driver.now);
    CHECK(driver.give(input::TimePassed{}) == "error(timeout) over");
}

TEST_CASE("a workflow without measure is stopped")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    CHECK(driver.say(1, std::string(mostAnswerBytes + 1, 'x')) == "error(limit_reached) over");
}

TEST_CASE("no more sentences are asked for while enough speech waits for the user")
{
    Driver driver;
    driver.give(input::Begun{});
    driver.hear("Hi");
    driver.say(1, "One. Two. Three. Four. Five. S");
    driver.speech(1, enoughUnheardSamples);
    CHECK(driver.spoken(1).empty());
    CHECK(driver.give(input::Taken{enoughUnheardSamples / 2}) == "speak4(Four.)");
}

TEST_CASE("a line that is written is answered in its turn, and no transcript is told of it")
{
    Driver driver(true);
    (void)driver.give(input::Begun{});
    CHECK(driver.give(input::Written{"  \n"}).empty());
    CHECK(driver.give(input::Written{"hello"}) == "turn_started1 answer(1,hello)");
    CHECK(driver.give(input::Written{"again"}).empty());
    CHECK(driver.said(1) == "turn_ended1 turn_started2 answer(2,again)");
}

TEST_CASE("an answer that is interrupted on this side ends as cut, also with barge-in off and a whole input")
{
    VoiceConfig config;
    config.allowsBargeIn = false;
    Driver driver(false, config);
    (void)driver.give(input::Begun{});
    (void)driver.hear("hello");
    (void)driver.say(1, "One. Two");
    CHECK(driver.give(input::Interrupted{}) == "drop stop-workflow stop1 turn_ended1cut");
    CHECK(driver.speech(1).empty());
    CHECK(driver.give(input::Interrupted{}) == "drop");
    CHECK(driver.silence() == "session_ended1 over");
}
