// SPDX-License-Identifier: Apache-2.0
#include "Host/RecordedEvent.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::host;

TEST_CASE("a line of the recording is read with its time, its speaker and its event")
{
    const auto event = parseRecordedEvent(R"({"ms":12.5,"from":"server","event":{"type":"error","code":"x","n":3}})");
    REQUIRE(event);
    CHECK(event.value().ms == 12.5);
    CHECK(event.value().from == Speaker::server);
    CHECK(event.value().type() == "error");
    CHECK(event.value().text("code") == "x");
    CHECK(event.value().number("n") == 3);
}

TEST_CASE("a field that is not there, or of another kind, reads as nothing")
{
    const auto event = parseRecordedEvent(R"({"ms":0,"from":"parley","event":{"type":"a","text":7,"number":"b"}})");
    REQUIRE(event);
    CHECK(event.value().text("text").empty());
    CHECK(event.value().text("absent").empty());
    CHECK(event.value().number("number", -1) == -1);
}

TEST_CASE("lines that are no events are refused with a sentence")
{
    const auto line = GENERATE(
        "", "not JSON", "[]", R"({"ms":1,"from":"server"})", R"({"ms":"1","from":"server","event":{"type":"a"}})",
        R"({"ms":1,"from":"stranger","event":{"type":"a"}})", R"({"ms":1,"from":"server","event":{}})",
        R"({"ms":1,"from":"server","event":{"type":1}})");
    const auto event = parseRecordedEvent(line);
    REQUIRE_FALSE(event);
    CHECK(event.error().code == ErrorCode::fileInvalid);
    CHECK(event.error().message.ends_with("."));
}

TEST_CASE("the bytes of sound in a frame are counted without its padding")
{
    const auto bytesOf = [](const char* line) { return parseRecordedEvent(line).value().audioBytes(); };
    CHECK(bytesOf(R"({"ms":1,"from":"client","event":{"type":"input_audio_buffer.append","audio":"AAAAAA=="}})") == 4);
    CHECK(bytesOf(R"({"ms":1,"from":"server","event":{"type":"response.output_audio.delta","delta":"AAAA"}})") == 3);
    CHECK(bytesOf(R"({"ms":1,"from":"server","event":{"type":"response.audio.delta","delta":"AAAAAAA="}})") == 5);
}

TEST_CASE("a delta of text is not taken for sound")
{
    const auto event = parseRecordedEvent(
        R"({"ms":1,"from":"server","event":{"type":"response.output_audio_transcript.delta","delta":"four"}})");
    CHECK(event.value().audioBytes() == 0);
    CHECK_FALSE(event.value().isOutputAudio());
}
