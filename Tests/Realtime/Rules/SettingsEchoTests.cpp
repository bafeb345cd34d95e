// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SettingsEcho.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;
using parley::wire::Json;

using Fields = std::vector<std::string>;

TEST_CASE("only what was asked for and came out otherwise is named", "[settings]")
{
    struct Row
    {
        const char* what;
        const char* asked;
        const char* applied;
        Fields differing;
    };
    const Row rows[] = {
        {"nothing asked", R"({})", R"({"speed":1})", {}},
        {"as asked",
         R"({"audio":{"output":{"voice":"marin","speed":1.1}}})",
         R"({"audio":{"output":{"voice":"marin","speed":1.1000000001,"format":{"type":"audio/pcm"}}}})",
         {}},
        {"another voice",
         R"({"audio":{"output":{"voice":"marin"}}})",
         R"({"audio":{"output":{"voice":"alloy"}}})",
         {"audio.output.voice"}},
        {"a voice by its id",
         R"({"audio":{"output":{"voice":{"id":"v1"}}}})",
         R"({"audio":{"output":{"voice":"v1"}}})",
         {}},
        {"not mentioned",
         R"({"prompt":{"id":"p"},"audio":{"input":{"format":{"type":"audio/pcm"}}}})",
         R"({"instructions":"x"})",
         {}},
        {"switched off",
         R"({"audio":{"input":{"transcription":{"model":"whisper-1"}}}})",
         R"({"audio":{"input":{"transcription":null}}})",
         {"audio.input.transcription"}},
        {"asked off, is on",
         R"({"audio":{"input":{"turn_detection":null}}})",
         R"({"audio":{"input":{"turn_detection":{"type":"server_vad"}}}})",
         {"audio.input.turn_detection"}},
        {"part of the detection",
         R"({"audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"low"}}}})",
         R"({"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.5}}}})",
         {"audio.input.turn_detection.type"}},
        {"a model with its date",
         R"({"audio":{"input":{"transcription":{"model":"gpt-4o-transcribe"}}}})",
         R"({"audio":{"input":{"transcription":{"model":"gpt-4o-transcribe-2025-12-15"}}}})",
         {}},
        {"modalities",
         R"({"output_modalities":["text"]})",
         R"({"output_modalities":["audio"]})",
         {"output_modalities"}},
        {"a limit", R"({"max_output_tokens":100})", R"({"max_output_tokens":"inf"})", {"max_output_tokens"}},
        {"a number as a number", R"({"max_output_tokens":100})", R"({"max_output_tokens":100.0})", {}},
        {"a tool is missing",
         R"({"tools":[{"type":"function","name":"a"},{"type":"function","name":"b"}]})",
         R"({"tools":[{"type":"function","name":"a"}]})",
         {"tools"}},
        {"a secret is left out of the echo",
         R"({"tools":[{"type":"mcp","server_label":"m","authorization":"secret"}]})",
         R"({"tools":[{"type":"mcp","server_label":"m","require_approval":"always"}]})",
         {}},
        {"no object", R"({"speed":1})", R"([])", {}},
    };
    for (const auto& row : rows)
    {
        INFO(row.what);
        CHECK(downgradedFields(Json::parse(row.asked), Json::parse(row.applied)) == row.differing);
    }
}

namespace
{

parley::wire::ServerError refusal(const char* eventId, const char* param)
{
    parley::wire::ServerError error;
    error.clientEventId = eventId;
    error.param = param;
    return error;
}

/// Three updates that are not answered yet.
SettingsEcho threeAsked()
{
    SettingsEcho echo;
    echo.asked({{"speed", 1.0}}, "first");
    echo.asked({{"speed", 1.2}}, "second");
    echo.asked({{"speed", 1.4}}, "third");
    return echo;
}

} // namespace

TEST_CASE("each echo is held against the update that it answers", "[settings]")
{
    auto echo = threeAsked();
    CHECK(echo.last().at("speed") == 1.4);
    const auto first = echo.applied({{"speed", 1.0}});
    CHECK(first.eventId == "first");
    CHECK(first.differing.empty());
    REQUIRE(echo.refused(refusal("second", "session.speed")));
    CHECK(echo.applied({{"speed", 1.0}}).differing == Fields{"speed"});
    CHECK(echo.applied({{"speed", 9.0}}).differing.empty());
    CHECK(echo.last().at("speed") == 1.4);
}

TEST_CASE("a refusal that names no update of ours is that of the oldest one, if it speaks of the session", "[settings]")
{
    struct Row
    {
        const char* what;
        const char* eventId;
        const char* param;
        const char* refused; ///< Empty: none.
    };
    const Row rows[] = {
        {"no id", "", "session.speed", "first"},
        {"a foreign id", "of_somebody", "session.audio.input", "first"},
        {"ours, and no field", "third", "", "third"},
        {"something else", "", "response.instructions", ""},
        {"something else of ours", "of_somebody", "item.id", ""},
    };
    for (const auto& row : rows)
    {
        INFO(row.what);
        auto echo = threeAsked();
        const auto update = echo.refused(refusal(row.eventId, row.param));
        CHECK((update ? update->eventId : std::string()) == row.refused);
    }
}

TEST_CASE("what was refused is not what was asked for last", "[settings]")
{
    SettingsEcho echo;
    echo.asked({{"speed", 1.0}}, "first");
    (void)echo.applied({{"speed", 1.0}});
    echo.asked({{"speed", 1.2}}, "second");
    CHECK(echo.last().at("speed") == 1.2);
    CHECK(echo.refused(refusal("second", "")));
    CHECK(echo.last().at("speed") == 1.0);
    CHECK_FALSE(echo.refused(refusal("second", "session.speed")));
}

TEST_CASE("a service that echoes nothing costs no memory", "[settings]")
{
    SettingsEcho echo;
    for (std::size_t i = 0; i < SettingsEcho::mostAwaited + 5; ++i)
        echo.asked({{"speed", i}}, {});
    CHECK(echo.applied({{"speed", 5}}).differing.empty());
    echo.reset();
    CHECK(echo.applied({{"speed", 0}}).differing.empty());
    CHECK(echo.last().is_null());
}
