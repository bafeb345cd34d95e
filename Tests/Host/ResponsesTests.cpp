// SPDX-License-Identifier: Apache-2.0
#include "Host/Responses.h"
#include "Recorded.h"

#include <catch2/catch.hpp>

using namespace parley::host;
using namespace parley::host::test;

namespace
{

const auto created = server(0, R"({"type":"response.created","response":{"id":"r1"}})");
const auto item = server(0, R"({"type":"response.output_item.added","response_id":"r1","item":{"id":"a1"}})");
const auto audio = server(0, R"({"type":"response.output_audio.delta","response_id":"r1","delta":"AAAA"})");
const auto done = server(0, R"({"type":"response.done","response":{"id":"r1","status":"completed"}})");
const auto cancelled = server(0, R"({"type":"response.done","response":{"id":"r1","status":"cancelled"}})");
const auto started = mark(0, R"({"type":"playback.started","response_id":"r1"})");
const auto finished = mark(0, R"({"type":"playback.finished","response_id":"r1"})");
const auto interrupted = mark(0, R"({"type":"playback.interrupted","item_id":"a1","heard_ms":5})");
const auto speechStarted = server(0, R"({"type":"input_audio_buffer.speech_started","item_id":"u1"})");
const auto committed = server(0, R"({"type":"input_audio_buffer.committed","item_id":"u1"})");

Responses after(std::initializer_list<RecordedEvent> events)
{
    Responses responses;
    for (const auto& event : events)
        responses.take(event);
    return responses;
}

} // namespace

TEST_CASE("an answer is over only when it was heard to its end")
{
    CHECK_FALSE(after({created}).areAllOver());
    CHECK_FALSE(after({created, audio, started, done}).areAllOver());
    CHECK_FALSE(after({created, audio, started, finished}).areAllOver());
    CHECK(after({created, audio, started, done, finished}).areAllOver());
}

TEST_CASE("an answer without sound is over when it is done")
{
    CHECK(after({created, done}).areAllOver());
}

TEST_CASE("an interrupted answer is over when its item fell silent")
{
    CHECK_FALSE(after({created, item, audio, started, cancelled}).areAllOver());
    CHECK(after({created, item, audio, started, cancelled, interrupted}).areAllOver());
}

TEST_CASE("an answer that was cancelled before it sounded is over at once")
{
    CHECK(after({created, item, audio, cancelled}).areAllOver());
}

TEST_CASE("a turn is owed an answer from its first word until a response begins")
{
    CHECK(after({speechStarted}).isOneOwed());
    CHECK(after({speechStarted, committed}).isOneOwed());
    CHECK_FALSE(after({speechStarted, committed, created}).isOneOwed());
    CHECK_FALSE(after({created, done, speechStarted}).areAllOver());
}

TEST_CASE("a tool that has not returned, and the answer to its result, are waited for")
{
    const auto call = server(0, R"({"type":"response.output_item.done","response_id":"r1",
                                    "item":{"id":"f1","type":"function_call","call_id":"c1","name":"light"}})");
    const auto result = client(0, R"({"type":"conversation.item.create",
                                      "item":{"type":"function_call_output","call_id":"c1","output":"on"}})");
    const auto create = client(0, R"({"type":"response.create"})");
    CHECK(after({created, call, done}).isOneOwed());
    CHECK_FALSE(after({created, call, done, result}).isOneOwed());
    CHECK(after({created, call, done, result, create}).isOneOwed());
}

TEST_CASE("transcripts are missed only where the session asks for them")
{
    const auto asking = server(0, R"({"type":"session.updated","session":
                                      {"audio":{"input":{"transcription":{"model":"m"}}}}})");
    const auto transcript = server(0, R"({"type":"conversation.item.input_audio_transcription.completed",
                                          "item_id":"u1","transcript":"hello"})");
    CHECK(after({committed}).missingTranscripts() == 0);
    CHECK(after({asking, committed}).missingTranscripts() == 1);
    CHECK(after({asking, committed, transcript}).missingTranscripts() == 0);
}
