// SPDX-License-Identifier: Apache-2.0
#include "Wire/SessionConfig.h"

#include <catch2/catch.hpp>

using namespace parley::wire;

TEST_CASE("tools, their choice and their number go out under their schema names, and an empty list takes all away")
{
    SessionConfig config;
    config.tools = std::vector<Json>{};
    CHECK(config.toJson().at("tools") == Json::array());
    config.tools =
        std::vector<Json>(1, Json{{"type", "function"}, {"name", "light"}, {"parameters", {{"type", "object"}}}});
    CHECK(config.toJson().at("tools").at(0).at("name") == "light");
    config.parallelToolCalls = false;
    CHECK(config.toJson().at("parallel_tool_calls") == false);
    for (const auto& [choice, expected] : std::vector<std::pair<ToolChoice, Json>>{
             {ToolUse::automatic, "auto"},
             {ToolUse::none, "none"},
             {ToolUse::required, "required"},
             {FunctionChoice{"light"}, {{"type", "function"}, {"name", "light"}}},
             {McpChoice{"shop", {}}, {{"type", "mcp"}, {"server_label", "shop"}}},
             {McpChoice{"shop", "buy"}, {{"type", "mcp"}, {"server_label", "shop"}, {"name", "buy"}}}})
    {
        config.toolChoice = choice;
        CHECK(config.toJson().at("tool_choice") == expected);
    }
}

TEST_CASE("limits, truncation, reasoning and include go out under their schema names")
{
    SessionConfig config;
    config.maxOutputTokens = 300;
    CHECK(config.toJson().at("max_output_tokens") == 300);
    config.maxOutputTokens = Unlimited{};
    CHECK(config.toJson().at("max_output_tokens") == "inf");
    config.truncation = TruncationMode::disabled;
    CHECK(config.toJson().at("truncation") == "disabled");
    config.truncation = RetentionRatio{0.8, 2000};
    CHECK(config.toJson().at("truncation") ==
          Json::parse(R"({"type":"retention_ratio","retention_ratio":0.8,"token_limits":{"post_instructions":2000}})"));
    config.reasoningEffort = ReasoningEffort::xhigh;
    CHECK(config.toJson().at("reasoning") == Json({{"effort", "xhigh"}}));
    config.include = std::vector<std::string>{"item.input_audio_transcription.logprobs"};
    CHECK(config.toJson().at("include").size() == 1);
}

TEST_CASE("tracing is automatic, named, or switched off with null")
{
    SessionConfig config;
    config.tracing = Tracing{};
    CHECK(config.toJson().at("tracing") == "auto");
    config.tracing = Tracing{"piece", "night", {{"room", 3}}};
    CHECK(config.toJson().at("tracing") ==
          Json::parse(R"({"workflow_name":"piece","group_id":"night","metadata":{"room":3}})"));
    config.tracing = nullptr;
    CHECK(config.toJson().at("tracing").is_null());
}

TEST_CASE("a voice goes by name or by id, a prompt with its variables")
{
    SessionConfig config;
    config.voice = "marin";
    CHECK(config.toJson()["audio"]["output"]["voice"] == "marin");
    config.voice = VoiceId{"voice_1234"};
    CHECK(config.toJson()["audio"]["output"]["voice"] == Json({{"id", "voice_1234"}}));
    config.prompt = Prompt{"pmpt_1", "2", {{"name", "Ada"}}};
    CHECK(config.toJson().at("prompt") == Json::parse(R"({"id":"pmpt_1","version":"2","variables":{"name":"Ada"}})"));
}

TEST_CASE("a transcription carries all its options")
{
    SessionConfig config;
    config.transcription = Transcription{"gpt-transcribe", {}, "Names of plants", {"en", "de"}, {"Parley"}, "low"};
    CHECK(
        config.toJson()["audio"]["input"]["transcription"] ==
        Json::parse(
            R"({"model":"gpt-transcribe","prompt":"Names of plants","languages":["en","de"],"keywords":["Parley"],"delay":"low"})"));
}

TEST_CASE("a transcription session sends the settings of its input only")
{
    SessionConfig config;
    config.kind = SessionKind::transcription;
    config.instructions = "Be brief.";
    config.voice = "marin";
    config.transcription = Transcription{"gpt-live-transcribe", {}, {}};
    config.turnDetection = nullptr;
    CHECK(config.toJson() == Json::parse(R"({"type":"transcription","audio":{"input":{
        "format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-live-transcribe"},
        "turn_detection":null}}})"));
}
