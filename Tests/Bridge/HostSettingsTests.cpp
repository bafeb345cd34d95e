// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HostSettings.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

HostSettings read(const std::string& text)
{
    const auto settings = parseHostSettings(text);
    INFO((settings ? std::string() : settings.error().message));
    REQUIRE(settings);
    return settings.value();
}

std::string faultsOf(const std::string& text)
{
    const auto settings = parseHostSettings(text);
    REQUIRE_FALSE(settings);
    CHECK(settings.error().code == ErrorCode::fileInvalid);
    return settings.error().message;
}

} // namespace

TEST_CASE("empty settings are those of a bridge that nobody told anything")
{
    const auto settings = read("{}");
    CHECK(settings.connect.provider == ProviderSettings{});
    CHECK(settings.audio == AudioSettings{});
    CHECK(settings.connect.agent.name == realtime::Agent{}.name);
    CHECK(settings.connect.reconnect == realtime::ReconnectSettings{});
    CHECK(settings.connect.agentsFile.empty());
}

TEST_CASE("a pipeline is asked for by an object, and each of its models by name")
{
    CHECK_FALSE(read("{}").connect.pipeline);
    const auto usual = read(R"({"pipeline":{}})").connect.pipeline;
    REQUIRE(usual);
    CHECK(usual->chatModel == PipelineSettings{}.chatModel);
    CHECK(usual->voice == voice::VoiceConfig{});
    const auto named = read(R"({"pipeline":{"listening_model":"whisper-small","chat_model":"llama",
                                            "speech_model":"kokoro"}})")
                           .connect.pipeline;
    REQUIRE(named);
    CHECK(named->voice.stt.model == "whisper-small");
    CHECK(named->chatModel == "llama");
    CHECK(named->voice.tts.model == "kokoro");
    CHECK_THAT(faultsOf(R"({"pipeline":true})"), Contains("must be an object"));
    CHECK_THAT(faultsOf(R"({"pipeline":{"model":"x"}})"), Contains("model"));
}

TEST_CASE("settings name the service, the key's place, and how the connection is kept")
{
    const auto settings = read(R"({
      "provider": "custom", "url": "wss://voice.example/v1/realtime", "model": "gpt-realtime-mini",
      "organization": "org-a", "project": "proj-b", "safety_identifier": "visitor-7", "call_id": "call-1",
      "key_file": "/run/secrets/voice", "record_file": "talk.jsonl", "reconnect": false, "wait_for_service": true })");
    const auto& provider = settings.connect.provider;
    CHECK(provider.provider == Provider::custom);
    CHECK(provider.url == "wss://voice.example/v1/realtime");
    CHECK(provider.model == "gpt-realtime-mini");
    CHECK(provider.extras.organization == "org-a");
    CHECK(provider.extras.project == "proj-b");
    CHECK(provider.extras.safetyIdentifier == "visitor-7");
    CHECK(provider.extras.callId == "call-1");
    REQUIRE(provider.key != nullptr);
    CHECK_THAT(provider.key->name(), Contains("/run/secrets/voice"));
    CHECK(settings.connect.recordFile == "talk.jsonl");
    CHECK_FALSE(settings.connect.reconnect.isOn);
    CHECK(settings.connect.reconnect.retriesFirst);
    const auto ofServer = read(R"({ "provider": "openai", "token_url": "https://tokens.example/voice" })");
    REQUIRE(ofServer.connect.provider.key != nullptr);
    CHECK_THAT(ofServer.connect.provider.key->name(), Contains("tokens.example"));
}

TEST_CASE("settings say how the sound is treated")
{
    const auto audio = read(R"({ "audio": {
      "capture": { "channel": 1, "gain_db": -6.5, "high_pass": true, "noise_reduction": "moderate",
                   "automatic_gain": true, "message_ms": 40 },
      "echo": { "mode": "cancel", "hold_ms": 200, "margin_db": 12 },
      "turns": { "mode": "push_to_talk", "local_barge_in": true, "confirmation_ms": 200, "duck_db": -20,
                 "silence_ms": 700, "pre_roll_ms": 250 },
      "prebuffer": { "initial_ms": 60, "least_ms": 30, "most_ms": 500 } } })")
                           .audio;
    CHECK(audio.capture == CaptureSettings{1, -6.5, true, audio::NoiseReduction::moderate, true, 40ms});
    CHECK(audio.echo == EchoSettings{EchoMode::cancel, 200ms, 12});
    CHECK(audio.turns == TurnSettings{TurnMode::pushToTalk, true, 200ms, -20, 700ms, 250ms});
    CHECK(audio.prebuffer == PrebufferSettings{60ms, 30ms, 500ms});
}

TEST_CASE("the agents' file is named, or the program gives its text")
{
    CHECK(read(R"({ "agents_file": "museum.json" })").connect.agentsFile == "museum.json");
    const auto settings = parseHostSettings("{}", R"({
      "first": "Ben", "session": { "output": "text" },
      "agents": [ { "name": "Ann" }, { "name": "Ben", "instructions": "Be Ben.", "handoffs": ["Ann"] } ] })");
    REQUIRE(settings);
    const auto& connect = settings.value().connect;
    CHECK(connect.agent.name == "Ben");
    CHECK(connect.agent.instructions == "Be Ben.");
    CHECK(connect.cast.size() == 2);
    CHECK(connect.session.outputModality == wire::OutputModality::text);
    const auto both = parseHostSettings(R"({ "agents_file": "museum.json" })", R"({ "agents": [ { "name": "A" } ] })");
    REQUIRE_FALSE(both);
    CHECK_THAT(both.error().message, Contains("leave one out"));
    const auto faulty = parseHostSettings("{}", "{\n\"agents\": [ { \"nam\": \"A\" } ] }");
    REQUIRE_FALSE(faulty);
    CHECK_THAT(faulty.error().message, Contains("The agents file of the program") && Contains("line 2"));
}

TEST_CASE("every fault of the settings is told with its line, and no value of it")
{
    const auto faults = faultsOf("{\n"
                                 "  \"provider\": \"opnai\",\n"
                                 "  \"api_key\": \"secret\",\n"
                                 "  \"audio\": { \"echo\": { \"mode\": \"loud\" } },\n"
                                 "  \"reconnect\": \"no\"\n"
                                 "}");
    CHECK_THAT(faults, Contains("has 4 faults") && Contains("line 2: \"provider\" must be") &&
                           Contains("line 3: \"api_key\" is not known here") && Contains("line 4: \"mode\" must be") &&
                           Contains("line 5: \"reconnect\" must be true or false"));
    CHECK_THAT(faults, !Contains("secret"));
}

TEST_CASE("what no conversation can use is a fault of the settings")
{
    CHECK_THAT(faultsOf("{"), Contains("has a fault") && Contains("line 1"));
    CHECK_THAT(faultsOf("[]"), Contains("must be an object"));
    CHECK_THAT(faultsOf(R"({ "provider": "custom" })"), Contains("needs a \"url\""));
    CHECK_THAT(faultsOf(R"({ "key_file": "a", "token_url": "https://b.example" })"), Contains("leave one out"));
    CHECK_THAT(faultsOf(R"({ "token_url": "b.example" })"), Contains("line 1"));
    CHECK_THAT(faultsOf(R"({ "audio": { "turns": { "silence_ms": 20 } } })"), Contains("turns.silence is 20 ms"));
    CHECK_THAT(faultsOf(std::string(1'100'000, ' ')), Contains("larger than 1 MiB"));
}
