// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/UsageMeter.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;
using namespace std::chrono_literals;
using parley::wire::Json;

TEST_CASE("each kind of use is counted, of a response and in total", "[usage]")
{
    const auto latest = usageOfResponse(Json::parse(R"({"total_tokens":253,"input_tokens":132,"output_tokens":121,
        "input_token_details":{"text_tokens":119,"audio_tokens":13,"image_tokens":2,"cached_tokens":64},
        "output_token_details":{"text_tokens":30,"audio_tokens":91}})"));
    const Usage expected{.inputTokens = 132,
                         .outputTokens = 121,
                         .cachedTokens = 64,
                         .inputTextTokens = 119,
                         .inputAudioTokens = 13,
                         .inputImageTokens = 2,
                         .outputTextTokens = 30,
                         .outputAudioTokens = 91,
                         .responses = 1};
    CHECK(latest == expected);
    UsageMeter meter;
    CHECK(meter.add("r1", latest).total == latest);
    const auto second = meter.add("r2", latest);
    CHECK(second.responseId == "r2");
    CHECK(second.latest == latest);
    CHECK(second.total.inputTokens == 264);
    CHECK(second.total.responses == 2);
    CHECK(meter.totalTokens() == 506);
}

TEST_CASE("a transcription is counted in tokens or in time", "[usage]")
{
    const auto tokens =
        usageOfTranscription(Json::parse(R"({"type":"tokens","total_tokens":22,"input_tokens":13,"output_tokens":9})"));
    CHECK(tokens.transcriptionTokens == 22);
    CHECK(tokens.responses == 0);
    CHECK(usageOfTranscription(Json::parse(R"({"type":"tokens","input_tokens":13,"output_tokens":9})"))
              .transcriptionTokens == 22);
    CHECK(usageOfTranscription(Json::parse(R"({"type":"duration","seconds":2.345})")).transcribedAudio == 2345ms);
}

TEST_CASE("broken counts are none", "[usage]")
{
    for (const auto* broken : {"null", "[]", R"({"input_tokens":-5,"output_tokens":"many","seconds":-1})",
                               R"({"input_tokens":null,"input_token_details":7,"seconds":"x"})"})
    {
        INFO(broken);
        CHECK(usageOfResponse(Json::parse(broken)) == Usage{.responses = 1});
        CHECK(usageOfTranscription(Json::parse(broken)) == Usage{});
    }
}

TEST_CASE("rate limits are read with the time to their reset", "[usage]")
{
    const auto limits = rateLimitsFrom(Json::parse(
        R"([{"name":"requests","limit":1000,"remaining":999,"reset_seconds":60},{"name":"tokens","reset_seconds":0.25}])"));
    REQUIRE(limits.size() == 2);
    CHECK(limits[0] == RateLimit{"requests", 1000, 999, 60s});
    CHECK(limits[1] == RateLimit{"tokens", 0, 0, 250ms});
    CHECK(rateLimitsFrom("none").empty());
}
