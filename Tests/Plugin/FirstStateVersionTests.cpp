// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CastDocument.h"
#include "Plugin/PluginState.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace parley::plugin;

namespace
{

std::string fixture(const char* name)
{
    std::ifstream file(std::string(PARLEY_STATES) + "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    REQUIRE_FALSE(text.empty());
    return text;
}

} // namespace

TEST_CASE("a project of Parley 0.1.0 loads: its agent is a cast, its turn detection are parameters")
{
    PluginState state;
    const auto values = state.restore(fixture("version-1.json"), {});
    CHECK(state.notice().empty());
    const auto settings = state.settings();
    CHECK(settings.provider.provider == parley::bridge::Provider::custom);
    CHECK(settings.provider.url == "wss://example.org/v1/realtime");
    CHECK_FALSE(settings.isTranscribing);
    const auto agents = castdocument::agentsOf(settings.cast.text);
    REQUIRE(agents.size() == 1);
    CHECK(agents[0].name == "Ada");
    CHECK(agents[0].instructions == "Speak like a lighthouse keeper.");
    CHECK(agents[0].voice == "marin");
    CHECK(values == ParameterValues{.isMicMuted = true,
                                    .agentLevelDb = -12.3,
                                    .turnMode = TurnMode::semanticVad,
                                    .eagerness = parley::wire::Eagerness::high,
                                    .vadThreshold = 0.3,
                                    .silenceMs = 720,
                                    .prefixPaddingMs = 250,
                                    .idleTimeoutS = 6,
                                    .bargeIn = BargeIn::off});
}

TEST_CASE("a project of Parley 0.1.0 is saved as a present one, with the fields that were not ours")
{
    PluginState state;
    const auto values = state.restore(fixture("version-1.json"), {});
    const auto saved = state.save(values);
    const auto json = nlohmann::json::parse(saved);
    CHECK(json["version"] == StateDocument::version);
    CHECK(json["agent"] == nlohmann::json{{"mood", "calm"}});
    CHECK_FALSE(json.contains("turn_detection"));
    PluginState other;
    CHECK(other.save(other.restore(saved, {})) == saved);
}

TEST_CASE("a project of the present version loads as it was saved")
{
    PluginState state;
    const auto text = fixture("version-2.json");
    const auto values = state.restore(text, {});
    CHECK(state.notice().empty());
    CHECK(state.save(values) + "\n" == text);
    CHECK(values.turnMode == TurnMode::pushToTalk);
    CHECK(state.settings().midi.channel == 3);
}

TEST_CASE("a project of Parley 0.1.0 with wrong fields keeps the right ones, and says so")
{
    PluginState state;
    const auto values = state.restore(R"({"version":1,"agent":{"name":"","voice":[],"instructions":"Hum."},
        "turn_detection":{"threshold":"loud","silence_duration_ms":1e300,"idle_timeout_ms":3,"mode":"telepathy"},
        "parameters":{"mute":true,"output_gain_db":1000}})",
                                      {});
    CHECK(values == ParameterValues{.isMicMuted = true});
    CHECK(castdocument::agentsOf(state.settings().cast.text).at(0).instructions == "Hum.");
    CHECK_FALSE(state.notice().empty());
}
