// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CastDocument.h"
#include "Plugin/PluginState.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <thread>

using namespace parley::plugin;
using Json = nlohmann::json;

namespace
{

Settings unusualSettings()
{
    Settings settings;
    settings.provider = {parley::bridge::Provider::custom, "wss://example.org/v1/realtime", "other-model"};
    settings.pipeline = {
        .isOn = true, .listeningModel = "whisper-small", .chatModel = "llama", .speechModel = "kokoro"};
    settings.cast = {castdocument::ofOneAgent("Ada", "Speak of \"engines\".\nGrüße, 日本.", "marin"), "/show/ada.json",
                     "0123456789abcdef"};
    settings.routing = {.inputChannel = 3, .highPass = true, .automaticGain = true, .prebufferMs = 80};
    settings.midi = {.isOn = true, .channel = 16, .firstNote = 24, .firstController = 20};
    settings.osc = {.isOn = true, .receivePort = 9100, .sendHost = "10.0.0.7", .sendPort = 53, .isOpenToNetwork = true};
    settings.isTranscribing = false;
    return settings;
}

ParameterValues unusualValues()
{
    return {.isMicMuted = true,
            .isAgentMuted = true,
            .inputGainDb = 6.5,
            .agentLevelDb = -12.3,
            .dryLevelDb = -3,
            .duckingDb = -20.1,
            .turnMode = TurnMode::semanticVad,
            .eagerness = parley::wire::Eagerness::high,
            .vadThreshold = 0.37,
            .silenceMs = 721,
            .prefixPaddingMs = 299,
            .idleTimeoutS = 7.5,
            .bargeIn = BargeIn::local,
            .echoMode = parley::bridge::EchoMode::cancel,
            .noiseReduction = NoiseReduction::farField,
            .speed = 1.15};
}

} // namespace

TEST_CASE("what was saved comes back, in another instance")
{
    PluginState first;
    REQUIRE(first.setSettings(unusualSettings()));
    PluginState second;
    const auto values = second.restore(first.save(unusualValues()), {});
    CHECK(second.settings() == unusualSettings());
    CHECK(values == unusualValues());
    CHECK(second.notice().empty());
}

TEST_CASE("saving, restoring and saving again gives the same bytes")
{
    PluginState state;
    REQUIRE(state.setSettings(unusualSettings()));
    const auto saved = state.save(unusualValues());
    const auto values = state.restore(saved, {});
    CHECK(state.save(values) == saved);
    PluginState other;
    CHECK(other.save(other.restore(saved, {})) == saved);
}

TEST_CASE("fields of a newer version are kept")
{
    PluginState state;
    const auto values =
        state.restore(R"({"version":7,"novel":{"deep":[1,2,{"x":true}]},"midi":{"channel":3,"mood":"calm"}})", {});
    const auto saved = Json::parse(state.save(values));
    CHECK(saved["version"] == 7);
    CHECK(saved["novel"]["deep"][2]["x"] == true);
    CHECK(saved["midi"]["mood"] == "calm");
    CHECK(saved["midi"]["channel"] == 3);
}

TEST_CASE("what is no state of ours changes nothing, and says so")
{
    PluginState state;
    REQUIRE(state.setSettings(unusualSettings()));
    const auto current = unusualValues();
    const std::string tooDeep = R"({"version":1,"x":)" + std::string(100000, '[') + std::string(100000, ']') + "}";
    const std::string tooLarge = R"({"version":1,"x":")" + std::string(StateDocument::largestBytes, 'x') + R"("})";
    for (const auto& bad : {std::string(), std::string("\0\0\0", 3), std::string("not json"), std::string("[1,2]"),
                            std::string("{\"version\":1"), std::string("\xff\xfe\x00\x01", 4), std::string("{}"),
                            std::string(R"({"version":1e999})"), tooDeep, tooLarge})
    {
        CHECK(state.restore(bad, current) == current);
        CHECK(state.settings() == unusualSettings());
        CHECK_FALSE(state.notice().empty());
    }
}

TEST_CASE("one wrong field costs no other")
{
    PluginState state;
    const auto values = state.restore(R"({"version":2,"model":17,"cast":{"text":"{}","path":7},"midi":{"channel":17},
        "osc":{"receive_port":0,"on":true},"routing":[],
        "parameters":{"mute":true,"output_gain_db":1000,"vad_threshold":"loud","silence_ms":1e300,"speed":null,
        "turn_mode":"telepathy","barge_in":true,"dry_level_db":-6}})",
                                      {});
    CHECK(values == ParameterValues{.isMicMuted = true, .dryLevelDb = -6});
    Settings expected;
    expected.osc.isOn = true;
    CHECK(state.settings() == expected);
    CHECK_FALSE(state.notice().empty());
}

TEST_CASE("a state padded with zeros by the host is read")
{
    PluginState state;
    REQUIRE(state.setSettings(unusualSettings()));
    auto saved = state.save({});
    saved.append(16, '\0');
    PluginState other;
    static_cast<void>(other.restore(saved, {}));
    CHECK(other.settings() == unusualSettings());
}

TEST_CASE("an address with a credential is refused with a sentence")
{
    PluginState state;
    auto settings = unusualSettings();
    settings.provider.url = "wss://example.org/v1?api_key=abcdef";
    CHECK_FALSE(state.setSettings(settings));
    CHECK(state.settings() == Settings());
    CHECK(state.notice().find("OPENAI_API_KEY") != std::string::npos);
    REQUIRE(state.setSettings(unusualSettings()));
    CHECK(state.notice().empty());
}

TEST_CASE("no credential in a restored state is kept, used or saved again")
{
    PluginState state;
    const auto values = state.restore(
        R"({"version":2,"url":"wss://me:hunter22@example.org","api_key":"hunter33","cast":{
        "text":"{\"agents\":[{\"name\":\"A\",\"instructions\":\"sk-0123456789abcdefhunter44\"}]}",
        "Authorization":"Bearer hunter55"},
        "novel":["sk-0123456789abcdefhunter66",{"link":"wss://a:hunter77@b"}]})",
        {});
    CHECK(state.settings().provider.url.empty());
    CHECK_FALSE(state.notice().empty());
    CHECK(state.notice().find("hunter") == std::string::npos);
    CHECK(state.save(values).find("hunter") == std::string::npos);
}

TEST_CASE("settings may be read while another thread restores them")
{
    PluginState state;
    PluginState other;
    REQUIRE(other.setSettings(unusualSettings()));
    const auto first = state.save({});
    const auto second = other.save({});
    std::atomic<bool> isDone{false};
    std::thread restorer(
        [&]
        {
            for (int turn = 0; turn < 200; ++turn)
                static_cast<void>(state.restore(turn % 2 == 0 ? second : first, {}));
            isDone = true;
        });
    bool isWhole = true;
    while (!isDone)
    {
        const auto seen = state.settings();
        isWhole = isWhole && (seen == unusualSettings() || seen == Settings());
    }
    restorer.join();
    CHECK(isWhole);
}

TEST_CASE("a cast with a password in it is not kept: a project would carry it away")
{
    const auto* tool =
        GENERATE(R"("description":"d","headers":{"Authorization":"Bearer hunter88"},"url":"https://api.example.com/a")",
                 R"("description":"d","url":"https://api.example.com/a?api_key=hunter88")",
                 R"("description":"sk-0123456789abcdefhunter88","url":"https://api.example.com/a")");
    PluginState state;
    auto settings = state.settings();
    settings.cast.text = R"({"http":{"allowed_hosts":["api.example.com"]},"agents":[{"name":"A","tools":[
        {"kind":"http","name":"look","method":"GET",)" +
                         std::string(tool) + "}]}]}";
    CHECK_FALSE(state.setSettings(settings));
    CHECK(state.settings() == Settings());
    CHECK(state.notice().find("PARLEY_TOOL_") != std::string::npos);
    CHECK(state.notice().find("hunter") == std::string::npos);
}

TEST_CASE("a cast that is not saved whole gives way to the default, and says why")
{
    PluginState state;
    static_cast<void>(state.restore(R"({"version":2,"cast":{"text":"{\"agents\":[{\"name\""}})", {}));
    CHECK(state.settings().cast == Settings().cast);
    CHECK(state.notice().find("agents file") != std::string::npos);
}

TEST_CASE("the environment names the file to record to and the agents file")
{
    const ParameterValues values;
    CHECK(Settings{}.toConnectSettings(values).agentsFile.empty());
    ::setenv("PARLEY_AGENTS", "/show/museum.json", 1);
    ::setenv("PARLEY_RECORD", "/show/talk.jsonl", 1);
    const auto settings = Settings{}.toConnectSettings(values);
    ::unsetenv("PARLEY_AGENTS");
    ::unsetenv("PARLEY_RECORD");
    CHECK(settings.agentsFile == "/show/museum.json");
    CHECK(settings.recordFile == "/show/talk.jsonl");
}

TEST_CASE("what the parameters say wins over what the cast says of its session")
{
    Settings settings;
    settings.cast.text =
        R"({"session":{"speed":0.8,"noise_reduction":"near_field","turn_detection":{"type":"semantic_vad"}},
        "agents":[{"name":"Ada"}]})";
    const auto over = settings.toConnectSettings({.silenceMs = 321}).overCast;
    CHECK(over.speed == 1.0);
    CHECK(over.noiseReduction == std::variant<std::nullptr_t, parley::wire::NoiseReduction>(nullptr));
    REQUIRE(over.turnDetection);
    const auto& detection = std::get<parley::wire::TurnDetection>(*over.turnDetection);
    CHECK(std::get<parley::wire::ServerVad>(detection).silenceDurationMs == 321);
    CHECK_FALSE(Settings{}.toConnectSettings({}).overCast.speed);
}

TEST_CASE("a project's voice pipeline connects with its three models, and a live session with none of them")
{
    const auto connected = unusualSettings().toConnectSettings({});
    REQUIRE(connected.pipeline);
    CHECK(connected.pipeline->chatModel == "llama");
    CHECK(connected.pipeline->voice.tts.model == "kokoro");
    REQUIRE(connected.session.transcription);
    CHECK(std::get<parley::wire::Transcription>(*connected.session.transcription).model == "whisper-small");
    CHECK_FALSE(Settings{}.toConnectSettings({}).pipeline);
}

TEST_CASE("what waits for the next connection has a name, and parameters are not among it")
{
    const Settings begun;
    CHECK(changesForNextConnection(begun, begun).empty());
    auto present = unusualSettings();
    CHECK(changesForNextConnection(begun, present) ==
          std::vector<std::string>{"service", "pipeline", "agents", "transcription"});
    present = begun;
    present.pipeline.chatModel = "of a pipeline that is off";
    present.midi.isOn = true;
    present.routing.highPass = true;
    present.cast.path = "/elsewhere.json";
    CHECK(changesForNextConnection(begun, present).empty());
}
