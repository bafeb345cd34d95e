// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/PluginState.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace parley::plugin;
using Json = nlohmann::json;

namespace
{

Settings unusualSettings()
{
    Settings settings;
    settings.provider = {parley::bridge::Provider::custom, "wss://example.org/v1/realtime", "other-model"};
    settings.agent = {"Ada", "Speak of \"engines\".\nGrüße, 日本.", "marin"};
    settings.turns.mode = TurnMode::semanticVad;
    settings.turns.threshold = 0.3;
    settings.turns.silenceDurationMs = 720;
    settings.turns.eagerness = parley::wire::Eagerness::high;
    settings.isTranscribing = false;
    return settings;
}

} // namespace

TEST_CASE("what was saved comes back, in another instance")
{
    PluginState first;
    REQUIRE(first.setSettings(unusualSettings()));
    PluginState second;
    const auto values = second.restore(first.save({.isMuted = true, .outputGainDb = -12.3}), {});
    CHECK(second.settings() == unusualSettings());
    CHECK(values == ParameterValues{.isMuted = true, .outputGainDb = -12.3});
    CHECK(second.notice().empty());
}

TEST_CASE("saving, restoring and saving again gives the same bytes")
{
    PluginState state;
    REQUIRE(state.setSettings(unusualSettings()));
    const auto saved = state.save({.isMuted = true, .outputGainDb = 3.7});
    const auto values = state.restore(saved, {});
    CHECK(state.save(values) == saved);
    PluginState other;
    CHECK(other.save(other.restore(saved, {})) == saved);
}

TEST_CASE("fields of a newer version are kept")
{
    PluginState state;
    const auto values =
        state.restore(R"({"version":7,"novel":{"deep":[1,2,{"x":true}]},"agent":{"name":"Ada","mood":"calm"}})", {});
    const auto saved = Json::parse(state.save(values));
    CHECK(saved["version"] == 7);
    CHECK(saved["novel"]["deep"][2]["x"] == true);
    CHECK(saved["agent"]["mood"] == "calm");
    CHECK(saved["agent"]["name"] == "Ada");
}

TEST_CASE("what is no state of ours changes nothing, and says so")
{
    PluginState state;
    REQUIRE(state.setSettings(unusualSettings()));
    const ParameterValues current{.isMuted = true, .outputGainDb = -3};
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
    const auto values = state.restore(R"({"version":1,"model":17,"agent":{"name":"Ada","voice":[]},
        "turn_detection":{"threshold":"loud","silence_duration_ms":1e300,"idle_timeout_ms":3,"mode":"telepathy"},
        "parameters":{"mute":true,"output_gain_db":1000}})",
                                      {});
    CHECK(values == ParameterValues{.isMuted = true, .outputGainDb = 0});
    CHECK(state.settings().agent.name == "Ada");
    CHECK(state.settings().turns == TurnSettings());
    CHECK(state.settings().provider.model == Settings().provider.model);
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
        R"({"version":1,"url":"wss://me:hunter22@example.org","api_key":"hunter33","agent":{
        "instructions":"sk-0123456789abcdefhunter44","Authorization":"Bearer hunter55"},
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
