// SPDX-License-Identifier: Apache-2.0
// The recogniser is asked in a pause, before it is known whether the turn is over.
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

/// Transcribes, ends a turn after 500 ms of silence, and answers nothing.
struct AheadDriver : SessionDriver
{
    AheadDriver()
    {
        update({{"audio", {{"input", {{"transcription", {{"model", "whisper-1"}}}}}}}});
        detect({{"type", "server_vad"}, {"silence_duration_ms", 500}, {"create_response", false}});
        holdsJobs = true;
    }

    void detect(const Json& detection) { update({{"audio", {{"input", {{"turn_detection", detection}}}}}}); }

    /// The pause is one, and ends no turn yet.
    void speakAndPause()
    {
        sendAudio(makeSpeech(800ms));
        sendAudio(makeSilence(300ms));
    }

    [[nodiscard]] std::vector<std::string> transcripts() const
    {
        std::vector<std::string> texts;
        for (const auto& event : all("conversation.item.input_audio_transcription.completed"))
            texts.push_back(event.at("transcript"));
        return texts;
    }
    [[nodiscard]] std::size_t endedTurns() const { return all("input_audio_buffer.speech_stopped").size(); }
    [[nodiscard]] double secondsOf(std::size_t job) const
    {
        return static_cast<double>(std::get<RecogniseJob>(jobs.at(job).work).samples.size()) / 24000;
    }
};

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("what was understood in the pause that ends a turn is its transcript at once, behind its item")
{
    AheadDriver driver;
    driver.speakAndPause();
    REQUIRE(driver.jobs.size() == 1);
    CHECK(driver.secondsOf(0) > 0.95);
    driver.finishJobs();
    CHECK(driver.transcripts().empty());
    driver.takeTypes();
    driver.sendAudio(makeSilence(300ms));
    CHECK(driver.transcripts() == Texts{"turn left"});
    CHECK(driver.jobs.empty());
    CHECK(driver.takeTypes() == Texts{"input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
                                      "conversation.item.added", "conversation.item.done",
                                      "conversation.item.input_audio_transcription.delta",
                                      "conversation.item.input_audio_transcription.completed"});
}

TEST_CASE("a turn that is over before it was understood waits for what was begun in its pause")
{
    AheadDriver driver;
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(700ms));
    CHECK(driver.endedTurns() == 1);
    CHECK(driver.jobs.size() == 1);
    CHECK(driver.givenUp.empty());
    driver.finishJobs();
    CHECK(driver.transcripts() == Texts{"turn left"});
}

TEST_CASE("who goes on after a pause is understood anew, and the pause's job is given up")
{
    AheadDriver driver;
    driver.speakAndPause();
    REQUIRE(driver.jobs.size() == 1);
    const auto first = driver.jobs.front().id;
    SECTION("before it has brought its words") {}
    SECTION("after it has")
    {
        driver.transcript = "turn";
        driver.finishJobs();
    }
    const bool wasKnown = driver.jobs.empty();
    driver.speakAndPause();
    CHECK(driver.givenUp == (wasKnown ? std::vector<std::uint64_t>{} : std::vector{first}));
    driver.jobs.erase(driver.jobs.begin(), driver.jobs.end() - 1);
    CHECK(driver.secondsOf(0) > 2.0);
    driver.transcript = "turn left and right";
    driver.finishJobs();
    driver.sendAudio(makeSilence(300ms));
    CHECK(driver.endedTurns() == 1);
    CHECK(driver.transcripts() == Texts{"turn left and right"});
}

TEST_CASE("the words before a pause are not those of speech that follows it in the same message")
{
    AheadDriver driver;
    driver.speakAndPause();
    driver.transcript = "turn";
    driver.finishJobs();
    auto rest = makeSpeech(800ms);
    const auto silence = makeSilence(700ms);
    rest.insert(rest.end(), silence.begin(), silence.end());
    std::string base64;
    audio::appendBase64(rest, base64);
    driver.send({{"type", "input_audio_buffer.append"}, {"audio", base64}});
    CHECK(driver.endedTurns() == 1);
    CHECK(driver.transcripts().empty());
    driver.transcript = "turn left";
    driver.finishJobs();
    CHECK(driver.transcripts() == Texts{"turn left"});
}

TEST_CASE("where nothing was understood ahead, as when the engines are busy, the turn is understood at its end")
{
    AheadDriver driver;
    driver.speakAndPause();
    driver.failure = Error{ErrorCode::queueFull, "The service is busy: try again in a moment.", "engines"};
    driver.finishJobs();
    driver.failure.reset();
    driver.sendAudio(makeSilence(300ms));
    CHECK(driver.jobs.size() == 1);
    driver.finishJobs();
    CHECK(driver.transcripts() == Texts{"turn left"});
}

TEST_CASE("what was understood in a pause judges it, too, when the words begin to decide meanwhile")
{
    AheadDriver driver;
    driver.speakAndPause();
    driver.finishJobs();
    driver.detect({{"type", "semantic_vad"}, {"eagerness", "low"}, {"create_response", false}});
    driver.sendAudio(makeSilence(1500ms));
    CHECK(driver.endedTurns() == 1);
    CHECK(driver.transcripts() == Texts{"turn left"});
}

TEST_CASE("a response waits for what was begun in the pause of its turn")
{
    AheadDriver driver;
    driver.detect({{"type", "server_vad"}, {"silence_duration_ms", 500}});
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(700ms));
    CHECK(driver.requests.empty());
    driver.finishJobs();
    REQUIRE(driver.requests.size() == 1);
    CHECK(driver.requests[0].turns.back().text == "turn left");
    driver.speakAndPause();
    driver.finishJobs();
    driver.sendAudio(makeSilence(300ms));
    driver.finishJobs();
    CHECK(driver.requests.size() == 2);
}

TEST_CASE("a long turn is understood at its end only")
{
    AheadDriver driver;
    driver.sendAudio(makeSpeech(6s));
    driver.sendAudio(makeSilence(300ms));
    CHECK(driver.jobs.empty());
    driver.sendAudio(makeSilence(300ms));
    CHECK(driver.jobs.size() == 1);
}

TEST_CASE("a turn that is cleared or committed by hand in its pause gives the pause's job up")
{
    AheadDriver driver;
    driver.speakAndPause();
    REQUIRE(driver.jobs.size() == 1);
    const auto job = driver.jobs.front().id;
    driver.send({{"type", GENERATE("input_audio_buffer.clear", "input_audio_buffer.commit")}});
    CHECK(driver.givenUp == std::vector{job});
}
