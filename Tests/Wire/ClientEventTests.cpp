// SPDX-License-Identifier: Apache-2.0
#include "Wire/ClientEvent.h"

#include <catch2/catch.hpp>

using namespace parley::wire;

namespace
{

Json parsed(const ClientEvent& event)
{
    return Json::parse(serialize(event));
}

} // namespace

TEST_CASE("an append carries its samples as little-endian base64")
{
    CHECK(parsed({InputAudioAppend{{0x0102, -1}}, {}}) ==
          Json({{"type", "input_audio_buffer.append"}, {"audio", "AgH//w=="}}));
    CHECK(parsed({InputAudioAppend{{0x0102, -1}}, "e1"})["event_id"] == "e1");
}

TEST_CASE("a session update sends only what is set")
{
    const auto json = SessionConfig{}.toJson();
    CHECK(json == Json::parse(R"({"type":"realtime","audio":{
        "input":{"format":{"type":"audio/pcm","rate":24000}},
        "output":{"format":{"type":"audio/pcm","rate":24000}}}})"));
}

TEST_CASE("a session update can send null, which is not the same as leaving out")
{
    SessionConfig config;
    config.turnDetection = nullptr;
    config.transcription = nullptr;
    config.noiseReduction = nullptr;
    const auto input = config.toJson()["audio"]["input"];
    CHECK(input.at("turn_detection").is_null());
    CHECK(input.at("transcription").is_null());
    CHECK(input.at("noise_reduction").is_null());
}

TEST_CASE("a session update carries every setting under its schema name")
{
    SessionConfig config;
    config.instructions = "Be brief.";
    config.outputModality = OutputModality::text;
    config.transcription = Transcription{"whisper-1", "en", std::nullopt};
    config.noiseReduction = NoiseReduction::farField;
    config.turnDetection = ServerVad{0.6, 200, 700, 6000, true, false};
    config.voice = "marin";
    config.speed = 1.1;
    const auto json = config.toJson();
    CHECK(json["instructions"] == "Be brief.");
    CHECK(json["output_modalities"] == Json::array({"text"}));
    const auto& input = json["audio"]["input"];
    CHECK(input["transcription"] == Json({{"model", "whisper-1"}, {"language", "en"}}));
    CHECK(input["noise_reduction"]["type"] == "far_field");
    CHECK(input["turn_detection"] == Json::parse(R"({"type":"server_vad","threshold":0.6,"prefix_padding_ms":200,
        "silence_duration_ms":700,"idle_timeout_ms":6000,"create_response":true,"interrupt_response":false})"));
    CHECK(json["audio"]["output"]["voice"] == "marin");
    CHECK(json["audio"]["output"]["speed"] == 1.1);
    config.turnDetection = SemanticVad{Eagerness::low, std::nullopt, true};
    CHECK(config.toJson()["audio"]["input"]["turn_detection"] ==
          Json::parse(R"({"type":"semantic_vad","eagerness":"low","interrupt_response":true})"));
}

TEST_CASE("items, truncations and responses have their wire form")
{
    CHECK(parsed({ItemCreate{Item::userText("hi"), "root"}, {}}) ==
          Json::parse(
              R"({"type":"conversation.item.create","previous_item_id":"root",
            "item":{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}})"));
    CHECK(
        parsed({ItemTruncate{"item_1", 0, 1500}, "t"}) ==
        Json::parse(
            R"({"type":"conversation.item.truncate","item_id":"item_1","content_index":0,"audio_end_ms":1500,"event_id":"t"})"));
    CHECK(parsed({ResponseCreate{}, {}}) == Json({{"type", "response.create"}}));
    CHECK(parsed({ResponseCancel{}, {}}) == Json({{"type", "response.cancel"}}));
    CHECK(parsed({ResponseCancel{"resp_1"}, {}})["response_id"] == "resp_1");
}

TEST_CASE("text that is not UTF-8 does not break a frame")
{
    const auto text = serialize({ItemCreate{Item::userText("a\xff"
                                                           "b"),
                                            std::nullopt},
                                 {}});
    CHECK(Json::parse(text)["item"]["content"][0]["text"].is_string());
}
