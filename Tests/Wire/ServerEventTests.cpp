// SPDX-License-Identifier: Apache-2.0
#include "Support/Skip.h"
#include "Wire/ServerEvent.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace parley;
using namespace parley::wire;

namespace
{

template <typename T>
T read(std::string_view text)
{
    auto event = parseServerEvent(text);
    REQUIRE(event);
    REQUIRE(std::holds_alternative<T>(event.value()));
    return std::get<T>(std::move(event).value());
}

} // namespace

TEST_CASE("an audio delta is decoded, whatever the order of its fields")
{
    const auto delta = read<AudioDelta>(
        R"({"delta":"AgH//w==","content_index":1,"item_id":"i","response_id":"r","event_id":"e","type":"response.output_audio.delta","new":{"x":[1]}})");
    CHECK(delta.responseId == "r");
    CHECK(delta.itemId == "i");
    CHECK(delta.contentIndex == 1);
    CHECK(delta.samples == std::vector<std::int16_t>{0x0102, -1});
}

TEST_CASE("the beta names of events are understood")
{
    CHECK(read<AudioDelta>(R"({"type":"response.audio.delta","delta":"AAA="})").samples.size() == 1);
    CHECK(read<TextDelta>(R"({"type":"response.audio_transcript.delta","delta":"hi"})").isTranscript);
    CHECK(read<TextDelta>(R"({"type":"response.text.delta","delta":"hi"})").delta == "hi");
    CHECK(read<ItemUpserted>(R"({"type":"conversation.item.created","item":{"id":"i1"}})").item.id == "i1");
}

TEST_CASE("an audio delta that is not audio is told as damaged")
{
    for (const auto* text :
         {R"({"type":"response.output_audio.delta","delta":"A"})",
          R"({"type":"response.output_audio.delta","delta":"AA=="})",
          R"({"type":"response.output_audio.delta","delta":7})", R"({"type":"response.output_audio.delta"})"})
    {
        const auto delta = read<AudioDelta>(text);
        CHECK(delta.isDamaged);
        CHECK(delta.samples.empty());
    }
}

TEST_CASE("what is not a JSON object with a type is an error")
{
    for (const auto* text : {"", "hello", "[]", "{}", "null", R"({"type":7})", R"({"type":"error")", "{\"type\":"})
        CHECK_FALSE(parseServerEvent(text));
}

TEST_CASE("an unknown event is told by its name and breaks nothing")
{
    const auto other = read<OtherEvent>(R"({"type":"response.brand_new","x":1})");
    CHECK(other.type == "response.brand_new");
    CHECK(other.event.at("x") == 1);
}

TEST_CASE("the events around a turn are read with all they say")
{
    const auto timedOut = read<InputTimedOut>(
        R"({"type":"input_audio_buffer.timeout_triggered","audio_start_ms":13216,"audio_end_ms":19232,"item_id":"i"})");
    CHECK(timedOut.audioStartMs == 13216);
    CHECK(timedOut.audioEndMs == 19232);
    CHECK(timedOut.itemId == "i");
    read<InputCleared>(R"({"event_id":"e","type":"input_audio_buffer.cleared"})");
    const auto retrieved = read<ItemUpserted>(
        R"({"type":"conversation.item.retrieved","item":{"id":"i","type":"message","role":"user","content":[]}})");
    CHECK(retrieved.item.id == "i");
    const auto part = read<ContentPartChanged>(
        R"({"type":"response.content_part.done","response_id":"r","item_id":"i","output_index":0,"content_index":1,
            "part":{"type":"audio","transcript":"hello"}})");
    CHECK(part.isDone);
    CHECK(part.contentIndex == 1);
    CHECK(part.part.transcript == "hello");
    CHECK_FALSE(read<ContentPartChanged>(R"({"type":"response.content_part.added","part":{"type":"text"}})").isDone);
    const auto transcript = read<InputTranscriptCompleted>(
        R"({"type":"conversation.item.input_audio_transcription.completed","item_id":"i","content_index":0,
            "transcript":"Hey","usage":{"type":"duration","seconds":1.5}})");
    CHECK(transcript.usage.at("seconds") == 1.5);
    CHECK(read<RateLimits>(R"({"type":"rate_limits.updated","rate_limits":[{"name":"tokens"}]})").limits.size() == 1);
    CHECK(read<OtherEvent>(R"({"type":"conversation.created","conversation":{"id":"c"}})")
              .event.contains("conversation"));
    CHECK(read<OtherEvent>(R"({"type":"conversation.item.input_audio_transcription.segment","text":"hello"})").type ==
          "conversation.item.input_audio_transcription.segment");
}

TEST_CASE("fields of the wrong type are taken as missing")
{
    const auto error = read<ServerError>(R"({"type":"error","error":{"code":null,"message":5,"event_id":"e7"}})");
    CHECK(error.code.empty());
    CHECK(error.message.empty());
    CHECK(error.clientEventId == "e7");
    CHECK(read<ItemUpserted>(R"({"type":"conversation.item.added","item":[]})").item.id.empty());
    CHECK(read<SpeechStarted>(R"({"type":"input_audio_buffer.speech_started","audio_start_ms":"x"})").audioStartMs ==
          0);
}

TEST_CASE("a key in an error of the service is removed")
{
    CHECK(read<ServerError>(R"({"type":"error","error":{"message":"Incorrect API key provided: sk-abcdef123456"}})")
              .message == "Incorrect API key provided: [removed]");
}

TEST_CASE("an item goes through types and back without loss")
{
    const auto json = Json::parse(R"({"id":"i1","type":"message","role":"assistant","status":"completed",
        "object":"realtime.item","content":[{"type":"output_audio","transcript":"hello"},{"type":"output_text","text":"there"}]})");
    const auto item = Item::fromJson(json);
    CHECK(item.role == Role::assistant);
    CHECK(item.plainText() == "hello there");
    CHECK(item.toJson() == json);
    const auto call = Json::parse(
        R"({"id":"c1","type":"function_call","call_id":"x","name":"f","arguments":"{}","status":"completed"})");
    CHECK(Item::fromJson(call).toJson() == call);
}

TEST_CASE("every server example of the official schema is taken in")
{
    std::ifstream file(std::string(PARLEY_SHARED_DIRECTORY) + "/spec/openai-realtime.examples.jsonl");
    if (!file)
        PARLEY_SKIP("the official examples are not on this machine");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);)
    {
        const auto json = Json::parse(line);
        const auto& example = json["example"];
        if (!json["schema"].get<std::string>().starts_with("RealtimeServerEvent") || !example.is_object())
            continue;
        INFO(line);
        CHECK(parseServerEvent(example.dump()));
        ++count;
    }
    CHECK(count > 20);
}

TEST_CASE("numbers beyond every range are read as none")
{
    for (const auto* number : {"1e300", "-1e300", "99999999999999", "-1", "1.5e19"})
    {
        const auto text = std::string(R"({"type":"conversation.item.truncated","item_id":"i","content_index":)") +
                          number + R"(,"audio_end_ms":1e300})";
        const auto event = parley::wire::parseServerEvent(text);
        REQUIRE(event);
        const auto& truncated = std::get<parley::wire::ItemTruncated>(event.value());
        CHECK(truncated.contentIndex == 0);
        CHECK(truncated.audioEndMs == 0);
    }
}
