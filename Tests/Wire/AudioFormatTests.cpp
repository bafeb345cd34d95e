// SPDX-License-Identifier: Apache-2.0
#include "Wire/AudioFormat.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <catch2/catch.hpp>

using namespace parley::wire;

TEST_CASE("each format is written as the schema has it, and read again", "[g711]")
{
    CHECK(toJson(AudioFormat::pcm) == Json::parse(R"({"type":"audio/pcm","rate":24000})"));
    CHECK(toJson(AudioFormat::pcmu) == Json::parse(R"({"type":"audio/pcmu"})"));
    CHECK(toJson(AudioFormat::pcma) == Json::parse(R"({"type":"audio/pcma"})"));
    for (const auto format : {AudioFormat::pcm, AudioFormat::pcmu, AudioFormat::pcma})
        CHECK(audioFormatFrom(toJson(format)) == format);
    for (const auto* other : {R"({"type":"audio/opus"})", "null", "{}", R"("pcm16")"})
        CHECK_FALSE(audioFormatFrom(Json::parse(other)));
}

TEST_CASE("an append in a telephone's format holds a byte a sample", "[g711]")
{
    const auto json = Json::parse(serialize({InputAudioAppend{{0, 0, 0, -32768}, AudioFormat::pcmu}, {}}));
    CHECK(json.at("audio") == "////AA==");
}

TEST_CASE("speech is read in the format of the session", "[g711]")
{
    const auto* frame = R"({"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"1VUqqg=="})";
    const auto event = parseServerEvent(frame, AudioFormat::pcma);
    REQUIRE(event);
    const auto& delta = std::get<AudioDelta>(event.value());
    CHECK(delta.format == AudioFormat::pcma);
    CHECK(delta.samples == std::vector<std::int16_t>{8, -8, -32256, 32256});
    const auto asPcm = parseServerEvent(frame);
    REQUIRE(asPcm);
    CHECK(std::get<AudioDelta>(asPcm.value()).samples.size() == 2);
}

TEST_CASE("an odd number of bytes is whole speech in a telephone's format only", "[g711]")
{
    std::vector<std::int16_t> samples;
    CHECK(decodeBase64(AudioFormat::pcmu, "/w==", samples));
    CHECK(samples == std::vector<std::int16_t>{0});
    CHECK_FALSE(decodeBase64(AudioFormat::pcm, "/w==", samples));
    CHECK_FALSE(decodeBase64(AudioFormat::pcmu, "/w=", samples));
    CHECK(samples.size() == 1);
}
