// SPDX-License-Identifier: Apache-2.0
#include "Host/Conversation.h"
#include "Recorded.h"

#include <catch2/catch.hpp>

using namespace parley::host;
using namespace parley::host::test;

namespace
{

std::string lineOf(const RecordedEvent& event)
{
    Conversation conversation;
    return conversation.take(event).value_or("nothing");
}

} // namespace

TEST_CASE("what is said and heard is told in lines")
{
    CHECK(lineOf(server(0, R"({"type":"input_audio_buffer.speech_started","item_id":"u"})")) == "you start speaking");
    CHECK(lineOf(server(0, R"({"type":"conversation.item.input_audio_transcription.completed","item_id":"u",
                               "transcript":"go forward"})")) == "you: go forward");
    CHECK(lineOf(server(0, R"({"type":"response.output_audio_transcript.done","response_id":"r",
                               "transcript":"Going."})")) == "Parley: Going.");
    CHECK(lineOf(server(0, R"({"type":"response.output_text.done","response_id":"r","text":"Hi"})")) == "Parley: Hi");
    CHECK(lineOf(mark(0, R"({"type":"playback.interrupted","item_id":"a","heard_ms":812.4})")) ==
          "Parley is interrupted after 812 ms");
}

TEST_CASE("what goes wrong is told in the words of who noticed it")
{
    CHECK(lineOf(server(0, R"({"type":"error","error":{"message":"Bad input."}})")) ==
          "the service reports: Bad input.");
    CHECK(lineOf(mark(0, R"({"type":"warning","message":"Slow."})")) == "warning: Slow.");
    CHECK(lineOf(mark(0, R"({"type":"connection","state":"failed","message":"No key."})")) ==
          "connection: failed: No key.");
    CHECK(lineOf(server(0, R"({"type":"response.done","response":{"id":"r","status":"failed",
                               "status_details":{"error":{"message":"Over quota."}}}})")) ==
          "Parley's answer is failed: Over quota.");
}

TEST_CASE("the failure of a plugin is told once")
{
    Conversation conversation;
    CHECK_FALSE(conversation.hasTold("No key."));
    CHECK(conversation.take(mark(0, R"({"type":"error","message":"No key."})")) == "error: No key.");
    CHECK(conversation.take(mark(0, R"({"type":"connection","state":"failed","message":"No key."})")) ==
          "connection: failed");
    CHECK(conversation.take(mark(0, R"({"type":"connection","state":"disconnected"})")) == "connection: disconnected");
    CHECK(conversation.hasTold("No key."));
    CHECK_FALSE(conversation.hasTold("No answer."));
    CHECK_FALSE(conversation.hasTold(""));
}

TEST_CASE("a tool call is told with its arguments")
{
    CHECK(lineOf(server(0, R"({"type":"response.output_item.done","item":
                               {"type":"function_call","name":"light","arguments":"{\"on\":true}"}})")) ==
          R"(Parley calls light {"on":true})");
}

TEST_CASE("frames that say nothing to a listener have no line")
{
    CHECK(lineOf(server(0, R"({"type":"rate_limits.updated"})")) == "nothing");
    CHECK(lineOf(server(0, R"({"type":"response.output_audio_transcript.delta","delta":"Go"})")) == "nothing");
    CHECK(lineOf(append(0, 30)) == "nothing");
}

TEST_CASE("a turn of the user spans what the service counted as speech, at the times it was sent")
{
    Conversation conversation;
    for (int message = 0; message < 10; ++message)
        conversation.take(append(1000 + 300.0 * message, 300));
    conversation.take(
        server(4000, R"({"type":"input_audio_buffer.speech_started","item_id":"u","audio_start_ms":600})"));
    conversation.take(
        server(5000, R"({"type":"input_audio_buffer.speech_stopped","item_id":"u","audio_end_ms":2100})"));
    REQUIRE(conversation.turns().size() == 1);
    CHECK(conversation.turns()[0].startMs.value() == Approx(1300));
    CHECK(conversation.turns()[0].endMs.value() == Approx(2800));
}

TEST_CASE("a transcript that comes after the answer began still belongs to its turn")
{
    Conversation conversation;
    conversation.take(server(1, R"({"type":"input_audio_buffer.speech_started","item_id":"u"})"));
    conversation.take(mark(2, R"({"type":"playback.started","response_id":"r"})"));
    conversation.take(server(3, R"({"type":"conversation.item.input_audio_transcription.completed","item_id":"u",
                                    "transcript":"hello"})"));
    REQUIRE(conversation.turns().size() == 2);
    CHECK(conversation.turns()[0].transcript == "hello");
    CHECK(conversation.turns()[1].role == TurnRole::assistant);
}

TEST_CASE("a turn of the agent spans its playback, and says when it was cut short")
{
    Conversation conversation;
    conversation.take(server(1, R"({"type":"response.output_item.added","response_id":"r","item":{"id":"a"}})"));
    conversation.take(mark(10, R"({"type":"playback.started","response_id":"r"})"));
    conversation.take(server(11, R"({"type":"response.output_audio_transcript.done","response_id":"r",
                                     "transcript":"One"})"));
    conversation.take(server(12, R"({"type":"response.output_audio_transcript.done","response_id":"r",
                                     "transcript":"two"})"));
    conversation.take(mark(20, R"({"type":"playback.interrupted","item_id":"a","heard_ms":10})"));
    REQUIRE(conversation.turns().size() == 1);
    const auto& turn = conversation.turns()[0];
    CHECK(turn.startMs == 10);
    CHECK(turn.endMs == 20);
    CHECK(turn.transcript == "One two");
    CHECK(turn.wasInterrupted);
}
