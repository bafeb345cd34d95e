// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/ParameterFields.h"

#include <cmath>

namespace parley::plugin
{

namespace
{

constexpr ChoiceNames<TurnMode, 5> turnModeNames{{{"server_vad", TurnMode::serverVad},
                                                  {"semantic_vad", TurnMode::semanticVad},
                                                  {"local", TurnMode::local},
                                                  {"push_to_talk", TurnMode::pushToTalk},
                                                  {"off", TurnMode::off}}};
constexpr ChoiceNames<wire::Eagerness, 4> eagernessNames{{{"auto", wire::Eagerness::automatic},
                                                          {"low", wire::Eagerness::low},
                                                          {"medium", wire::Eagerness::medium},
                                                          {"high", wire::Eagerness::high}}};
constexpr ChoiceNames<BargeIn, 3> bargeInNames{
    {{"off", BargeIn::off}, {"service", BargeIn::service}, {"local", BargeIn::local}}};
constexpr ChoiceNames<bridge::EchoMode, 4> echoModeNames{{{"off", bridge::EchoMode::off},
                                                          {"gate", bridge::EchoMode::gate},
                                                          {"raised_threshold", bridge::EchoMode::raisedThreshold},
                                                          {"cancel", bridge::EchoMode::cancel}}};
constexpr ChoiceNames<NoiseReduction, 6> noiseReductionNames{{{"off", NoiseReduction::off},
                                                              {"near_field", NoiseReduction::nearField},
                                                              {"far_field", NoiseReduction::farField},
                                                              {"low", NoiseReduction::low},
                                                              {"moderate", NoiseReduction::moderate},
                                                              {"high", NoiseReduction::high}}};

/// A parameter moves in steps; a value between two of them would not come back as it was saved.
double inSteps(double value, int stepsOfOne)
{
    const double rounded = std::round(value * stepsOfOne) / stepsOfOne;
    return rounded == 0.0 ? 0.0 : rounded;
}

} // namespace

void writeParameters(const ParameterValues& values, nlohmann::json& object)
{
    object["mute"] = values.isMicMuted;
    object["mute_agent"] = values.isAgentMuted;
    object["input_gain_db"] = inSteps(values.inputGainDb, 10);
    object["output_gain_db"] = inSteps(values.agentLevelDb, 10);
    object["dry_level_db"] = inSteps(values.dryLevelDb, 10);
    object["ducking_db"] = inSteps(values.duckingDb, 10);
    object["turn_mode"] = spellingOf(values.turnMode, turnModeNames);
    object["eagerness"] = spellingOf(values.eagerness, eagernessNames);
    object["vad_threshold"] = inSteps(values.vadThreshold, 100);
    object["silence_ms"] = values.silenceMs;
    object["prefix_padding_ms"] = values.prefixPaddingMs;
    object["idle_timeout_s"] = inSteps(values.idleTimeoutS, 10);
    object["barge_in"] = spellingOf(values.bargeIn, bargeInNames);
    object["echo_mode"] = spellingOf(values.echoMode, echoModeNames);
    object["noise_reduction"] = spellingOf(values.noiseReduction, noiseReductionNames);
    object["speed"] = inSteps(values.speed, 100);
}

void readParameters(const FieldReader& fields, ParameterValues& values)
{
    const ParameterValues standard;
    fields.flag("mute", values.isMicMuted, standard.isMicMuted);
    fields.flag("mute_agent", values.isAgentMuted, standard.isAgentMuted);
    fields.number("input_gain_db", values.inputGainDb, standard.inputGainDb, -60, 40);
    fields.number("output_gain_db", values.agentLevelDb, standard.agentLevelDb, ParameterValues::silentDb,
                  ParameterValues::highestLevelDb);
    fields.number("dry_level_db", values.dryLevelDb, standard.dryLevelDb, ParameterValues::silentDb,
                  ParameterValues::highestLevelDb);
    fields.number("ducking_db", values.duckingDb, standard.duckingDb, -40, 0);
    fields.choice("turn_mode", values.turnMode, standard.turnMode, turnModeNames);
    fields.choice("eagerness", values.eagerness, standard.eagerness, eagernessNames);
    fields.number("vad_threshold", values.vadThreshold, standard.vadThreshold, 0, 1);
    fields.integer("silence_ms", values.silenceMs, standard.silenceMs, 0, 10000);
    fields.integer("prefix_padding_ms", values.prefixPaddingMs, standard.prefixPaddingMs, 0, 5000);
    fields.number("idle_timeout_s", values.idleTimeoutS, standard.idleTimeoutS, 0, 30);
    fields.choice("barge_in", values.bargeIn, standard.bargeIn, bargeInNames);
    fields.choice("echo_mode", values.echoMode, standard.echoMode, echoModeNames);
    fields.choice("noise_reduction", values.noiseReduction, standard.noiseReduction, noiseReductionNames);
    fields.number("speed", values.speed, standard.speed, 0.25, 1.5);
    for (auto* decimal :
         {&values.inputGainDb, &values.agentLevelDb, &values.dryLevelDb, &values.duckingDb, &values.idleTimeoutS})
        *decimal = inSteps(*decimal, 10);
    for (auto* decimal : {&values.vadThreshold, &values.speed})
        *decimal = inSteps(*decimal, 100);
}

} // namespace parley::plugin
