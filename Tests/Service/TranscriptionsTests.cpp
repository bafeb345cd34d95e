// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

/// What comes of 500 ms of speech that is written down by a model.
struct Transcribed : SessionDriver
{
    explicit Transcribed(const std::string& model)
    {
        const Json input = {{"transcription", {{"model", model}}}, {"turn_detection", nullptr}};
        update({{"audio", {{"input", input}}}});
        sendAudio(makeSpeech(500ms));
        send({{"type", "input_audio_buffer.commit"}});
    }
};

constexpr auto* completed = "conversation.item.input_audio_transcription.completed";

} // namespace

TEST_CASE("a transcript is counted in seconds or in tokens, as its model is paid for")
{
    CHECK(Transcribed("whisper-1").last(completed).at("usage") == Json{{"type", "duration"}, {"seconds", 0.5}});
    const auto usage = Transcribed("gpt-4o-transcribe").last(completed).at("usage");
    CHECK(usage == Json{{"type", "tokens"},
                        {"total_tokens", 8},
                        {"input_tokens", 5},
                        {"input_token_details", {{"text_tokens", 0}, {"audio_tokens", 5}}},
                        {"output_tokens", 3}});
}

TEST_CASE("a model that tells speakers apart gives a segment before the transcript")
{
    Transcribed driver("gpt-4o-transcribe-diarize");
    const auto segment = driver.last("conversation.item.input_audio_transcription.segment");
    CHECK(segment.at("item_id") == driver.last(completed).at("item_id"));
    CHECK(segment.at("text") == "turn left");
    CHECK(segment.at("speaker") == "A");
    CHECK(segment.at("start") == 0.0);
    CHECK(segment.at("end") == 0.5);
    const auto types = driver.takeTypes();
    CHECK(types[types.size() - 2] == "conversation.item.input_audio_transcription.segment");
    CHECK(Transcribed("whisper-1").all("conversation.item.input_audio_transcription.segment").empty());
}

TEST_CASE("the pieces of a transcript make up the whole")
{
    const Transcribed driver("whisper-1");
    std::string pieces;
    for (const auto& delta : driver.all("conversation.item.input_audio_transcription.delta"))
        pieces += delta.at("delta").get<std::string>();
    CHECK(pieces == driver.last(completed).at("transcript"));
}

TEST_CASE("a transcription that fails says so, and the session goes on")
{
    SessionDriver driver;
    driver.update({{"audio", {{"input", {{"transcription", {{"model", "whisper-1"}}}}}}}});
    driver.failure = Error{ErrorCode::internal, "The recogniser is out of order.", "engine"};
    driver.sendAudio(makeSpeech(600ms));
    driver.sendAudio(makeSilence(400ms));
    const auto failed = driver.last("conversation.item.input_audio_transcription.failed");
    CHECK(failed.at("error").at("message") == "The recogniser is out of order.");
    CHECK(failed.at("item_id") == driver.last("input_audio_buffer.committed").at("item_id"));
    driver.failure.reset();
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    CHECK(driver.last("response.done").at("response").at("status") == "completed");
}
