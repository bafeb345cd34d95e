// SPDX-License-Identifier: Apache-2.0
// Answers and speech that come in parts, as they do from servers upstream.
#include "Service/SessionDriver.h"
#include "Service/Tokens.h"

using namespace parley::service;

namespace
{

/// A session whose answer is being found.
struct Asked
{
    explicit Asked(const char* modality = "audio")
    {
        driver.holdsJobs = true;
        driver.say("Tell me.");
        driver.send({{"type", "response.create"}, {"response", {{"output_modalities", {modality}}}}});
        answer = takeJob();
        driver.events.clear();
    }

    std::uint64_t takeJob()
    {
        REQUIRE_FALSE(driver.jobs.empty());
        const auto id = driver.jobs.front().id;
        driver.jobs.pop_front();
        return id;
    }

    /// What is to be spoken next.
    [[nodiscard]] std::string wanted() const { return std::get<SpeakJob>(driver.jobs.front().work).text; }

    [[nodiscard]] std::string transcript() const
    {
        std::string words;
        for (const auto& delta : driver.all("response.output_audio_transcript.delta"))
            words += delta.at("delta");
        return words;
    }

    SessionDriver driver;
    std::uint64_t answer = 0;
};

std::vector<std::int16_t> speech(std::size_t samples)
{
    return std::vector<std::int16_t>(samples, 100);
}

} // namespace

TEST_CASE("a sentence is spoken while the rest of the answer is still being found")
{
    Asked asked;
    auto& driver = asked.driver;
    driver.tell(asked.answer, AnswerPart{"One. "});
    REQUIRE(asked.wanted() == "One. ");
    const auto first = asked.takeJob();
    driver.tell(asked.answer, AnswerPart{"Two. "});
    CHECK(driver.jobs.empty());
    driver.tell(first, Speech{speech(2400)});
    CHECK(asked.transcript() == "One. ");
    REQUIRE(asked.wanted() == "Two. ");
    driver.tell(asked.takeJob(), Speech{speech(2400)});
    CHECK(driver.all("response.done").empty());
    driver.tell(asked.answer, Answer("One. Two. Three."));
    REQUIRE(asked.wanted() == "Three.");
    driver.tell(asked.takeJob(), Speech{speech(2400)});
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "completed");
    CHECK(response.at("output").at(0).at("content").at(0).at("transcript") == "One. Two. Three.");
    CHECK(driver.givenUp.empty());
}

TEST_CASE("speech is sent as it comes, and none of it twice")
{
    Asked asked;
    auto& driver = asked.driver;
    driver.tell(asked.answer, Answer("One two."));
    const auto job = asked.takeJob();
    driver.tell(job, SpeechPart{speech(2400)});
    CHECK(driver.all("response.output_audio.delta").size() == 1);
    CHECK(asked.transcript() == "One two.");
    driver.tell(job, SpeechPart{speech(2400)});
    CHECK(driver.all("response.output_audio.delta").size() == 2);
    driver.tell(job, Speech{speech(7200)});
    CHECK(driver.all("response.output_audio.delta").size() == 3);
    CHECK(asked.transcript() == "One two.");
    CHECK(driver.last("response.done").at("response").at("status") == "completed");
}

TEST_CASE("words in parts are written at once, and calls behind them are items of their own")
{
    Asked asked("text");
    auto& driver = asked.driver;
    driver.tell(asked.answer, AnswerPart{"Let me see. "});
    CHECK(driver.all("response.output_text.delta").size() == 3);
    driver.tell(asked.answer, Answer({{"look", "{}"}}, "Let me see. A moment."));
    CHECK(driver.takeTypes() ==
          std::vector<std::string>{"response.output_item.added", "conversation.item.added",
                                   "response.content_part.added", "response.output_text.delta",
                                   "response.output_text.done", "response.content_part.done", "conversation.item.done",
                                   "response.output_item.done", "response.output_item.added", "conversation.item.added",
                                   "response.function_call_arguments.delta", "response.function_call_arguments.done",
                                   "conversation.item.done", "response.output_item.done", "response.done"});
}

TEST_CASE("an interruption gives up the answer and the speech that are under way")
{
    Asked asked;
    auto& driver = asked.driver;
    driver.tell(asked.answer, AnswerPart{"One. "});
    const auto job = asked.takeJob();
    driver.send({{"type", "response.cancel"}});
    CHECK(driver.givenUp == std::vector<std::uint64_t>{asked.answer, job});
    driver.events.clear();
    driver.tell(asked.answer, AnswerPart{"Two. "});
    driver.tell(job, Speech{speech(2400)});
    CHECK(driver.events.empty());
}

TEST_CASE("what goes beyond max_output_tokens is given up, not waited for")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    driver.say("Tell me.");
    driver.send(
        {{"type", "response.create"}, {"response", {{"output_modalities", {"text"}}, {"max_output_tokens", 2}}}});
    const auto job = driver.jobs.front().id;
    driver.tell(job, AnswerPart{"This is more than two tokens. "});
    CHECK(driver.givenUp == std::vector<std::uint64_t>{job});
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "incomplete");
    CHECK(response.at("output").at(0).at("content").at(0).at("text") == "This is ");
}

TEST_CASE("speech beyond the longest is left out with its words, and the response ends incomplete")
{
    Asked asked;
    auto& driver = asked.driver;
    driver.tell(asked.answer, Answer("One two three four. Five."));
    const auto longest = static_cast<std::size_t>(ResponseRun::longestSpeech);
    driver.tell(asked.takeJob(), Speech{speech(2 * longest)});
    CHECK(asked.transcript() == "One two th");
    CHECK(driver.jobs.empty());
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "incomplete");
    CHECK(response.at("usage").at("output_token_details").at("audio_tokens") ==
          spokenTokens(ResponseRun::longestSpeech));
}

TEST_CASE("calls behind an answer that is too long are left out")
{
    Asked asked("text");
    auto& driver = asked.driver;
    driver.tell(asked.answer, AnswerPart{"One. "});
    driver.tell(asked.answer, Answer({{"look", "{}"}}, "One. " + std::string(ResponseRun::longestAnswer, 'x')));
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "incomplete");
    CHECK(response.at("output").size() == 1);
}

TEST_CASE("an answer that fails on its way ends the response with what was said")
{
    Asked asked;
    auto& driver = asked.driver;
    driver.tell(asked.answer, AnswerPart{"One. "});
    driver.tell(asked.takeJob(), Speech{speech(2400)});
    driver.tell(asked.answer, parley::Error{parley::ErrorCode::connectFailed, "It has gone.", "chat"});
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "failed");
    CHECK(response.at("output").at(0).at("content").at(0).at("transcript") == "One. ");
}
