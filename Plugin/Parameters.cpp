// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Parameters.h"

#include <cmath>
#include <memory>

namespace parley::plugin
{

namespace
{

// AU orders parameters by this number: those that came later have a higher one.
constexpr int first = 1;
constexpr int second = 2;

template <typename Parameter, typename... Arguments>
Parameter& add(juce::AudioProcessor& owner, const char* id, int version, Arguments&&... arguments)
{
    auto parameter = std::make_unique<Parameter>(juce::ParameterID(id, version), std::forward<Arguments>(arguments)...);
    auto& reference = *parameter;
    owner.addParameter(parameter.release());
    return reference;
}

juce::AudioParameterBoolAttributes named(const char* on, const char* off)
{
    return juce::AudioParameterBoolAttributes()
        .withStringFromValueFunction([on, off](bool isOn, int) -> juce::String { return isOn ? on : off; })
        .withValueFromStringFunction(
            [on](const juce::String& text)
            { return text.trim().equalsIgnoreCase(on) || text.equalsIgnoreCase("on") || text.getIntValue() != 0; });
}

/// Decibels that end in silence.
juce::AudioParameterFloatAttributes level()
{
    return juce::AudioParameterFloatAttributes()
        .withLabel("dB")
        .withStringFromValueFunction(
            [](float decibels, int) -> juce::String
            { return decibels <= ParameterValues::silentDb ? juce::String("silent") : juce::String(decibels, 1); })
        .withValueFromStringFunction(
            [](const juce::String& text)
            {
                return text.trim().startsWithIgnoreCase("silent") ? static_cast<float>(ParameterValues::silentDb)
                                                                  : text.getFloatValue();
            });
}

juce::AudioParameterFloatAttributes number(const char* unit, int decimals)
{
    return juce::AudioParameterFloatAttributes().withLabel(unit).withStringFromValueFunction(
        [decimals](float value, int) { return juce::String(value, decimals); });
}

juce::AudioParameterFloatAttributes idleTimeout()
{
    return juce::AudioParameterFloatAttributes().withLabel("s").withStringFromValueFunction(
        [](float seconds, int) -> juce::String
        { return seconds < ParameterValues::leastIdleTimeoutS ? juce::String("none") : juce::String(seconds, 1); });
}

juce::AudioParameterIntAttributes milliseconds()
{
    return juce::AudioParameterIntAttributes().withLabel("ms");
}

juce::NormalisableRange<float> range(double lowest, double highest, double step)
{
    return {static_cast<float>(lowest), static_cast<float>(highest), static_cast<float>(step)};
}

/// The value as its step says it, without what a float adds to it: a state holds the same bytes after a round trip.
double inSteps(float value, double step)
{
    const double parts = std::round(1.0 / step);
    const double rounded = std::round(static_cast<double>(value) * parts) / parts;
    return rounded == 0.0 ? 0.0 : rounded;
}

void set(juce::RangedAudioParameter& parameter, double value)
{
    const float position = parameter.convertTo0to1(static_cast<float>(value));
    if (position != parameter.getValue())
        parameter.setValueNotifyingHost(position);
}

template <typename Choice>
void choose(juce::AudioParameterChoice& parameter, Choice choice)
{
    set(parameter, static_cast<int>(choice));
}

juce::String withoutBlanks(const juce::String& name)
{
    return name.removeCharacters(" -_");
}

} // namespace

Parameters::Parameters(juce::AudioProcessor& owner)
    : connect(add<Trigger>(owner, "connect", first, "Connect", false, named("connected", "disconnected")))
    , mute(add<juce::AudioParameterBool>(owner, "mute", first, "Mute Mic", false, named("muted", "open")))
    , outputGainDb(add<juce::AudioParameterFloat>(
          owner, "outputGainDb", first, "Agent Level",
          range(ParameterValues::silentDb, ParameterValues::highestLevelDb, 0.1), 0.0F, level()))
    , interrupt(add<Trigger>(owner, "interrupt", first, "Interrupt", false, named("interrupt", "-")))
    , talk(add<juce::AudioParameterBool>(owner, "talk", second, "Talk", false, named("talking", "-")))
    , muteAgent(add<juce::AudioParameterBool>(owner, "muteAgent", second, "Mute Agent", false, named("muted", "open")))
    , newVisitor(add<Trigger>(owner, "newVisitor", second, "New Visitor", false, named("new visitor", "-")))
    , inputGainDb(add<juce::AudioParameterFloat>(owner, "inputGainDb", second, "Input Gain", range(-60, 40, 0.1), 0.0F,
                                                 number("dB", 1)))
    , dryLevelDb(add<juce::AudioParameterFloat>(owner, "dryLevelDb", second, "Dry Level",
                                                range(ParameterValues::silentDb, ParameterValues::highestLevelDb, 0.1),
                                                static_cast<float>(ParameterValues::silentDb), level()))
    , duckingDb(add<juce::AudioParameterFloat>(owner, "duckingDb", second, "Ducking", range(-40, 0, 0.1), -12.0F,
                                               number("dB", 1)))
    , turnMode(add<juce::AudioParameterChoice>(
          owner, "turnMode", second, "Turn Mode",
          juce::StringArray{"Server VAD", "Semantic VAD", "Local VAD", "Push to talk", "Off"}, 0))
    , eagerness(add<juce::AudioParameterChoice>(owner, "eagerness", second, "Eagerness",
                                                juce::StringArray{"Auto", "Low", "Medium", "High"}, 0))
    , vadThreshold(add<juce::AudioParameterFloat>(owner, "vadThreshold", second, "VAD Threshold", range(0, 1, 0.01),
                                                  0.5F, number("", 2)))
    , silenceMs(add<juce::AudioParameterInt>(owner, "silenceMs", second, "Silence", 0, 10000, 500, milliseconds()))
    , prefixPaddingMs(add<juce::AudioParameterInt>(owner, "prefixPaddingMs", second, "Prefix Padding", 0, 5000, 300,
                                                   milliseconds()))
    , idleTimeoutS(add<juce::AudioParameterFloat>(owner, "idleTimeoutS", second, "Idle Timeout", range(0, 30, 0.1),
                                                  0.0F, idleTimeout()))
    , bargeIn(add<juce::AudioParameterChoice>(owner, "bargeIn", second, "Barge-in",
                                              juce::StringArray{"Off", "Service", "Local"}, 1))
    , echoMode(add<juce::AudioParameterChoice>(owner, "echoMode", second, "Echo Mode",
                                               juce::StringArray{"Off", "Gate", "Raised threshold", "Cancel"}, 0))
    , noiseReduction(add<juce::AudioParameterChoice>(
          owner, "noiseReduction", second, "Noise Reduction",
          juce::StringArray{"Off", "Service near", "Service far", "Low", "Moderate", "High"}, 0))
    , speed(
          add<juce::AudioParameterFloat>(owner, "speed", second, "Speed", range(0.25, 1.5, 0.01), 1.0F, number("x", 2)))
    , processor(owner)
{
}

ParameterValues Parameters::values() const
{
    ParameterValues values;
    values.isMicMuted = mute.get();
    values.isAgentMuted = muteAgent.get();
    values.inputGainDb = inSteps(inputGainDb.get(), 0.1);
    values.agentLevelDb = inSteps(outputGainDb.get(), 0.1);
    values.dryLevelDb = inSteps(dryLevelDb.get(), 0.1);
    values.duckingDb = inSteps(duckingDb.get(), 0.1);
    values.turnMode = static_cast<TurnMode>(turnMode.getIndex());
    values.eagerness = static_cast<wire::Eagerness>(eagerness.getIndex());
    values.vadThreshold = inSteps(vadThreshold.get(), 0.01);
    values.silenceMs = silenceMs.get();
    values.prefixPaddingMs = prefixPaddingMs.get();
    values.idleTimeoutS = inSteps(idleTimeoutS.get(), 0.1);
    values.bargeIn = static_cast<BargeIn>(bargeIn.getIndex());
    values.echoMode = static_cast<bridge::EchoMode>(echoMode.getIndex());
    values.noiseReduction = static_cast<NoiseReduction>(noiseReduction.getIndex());
    values.speed = inSteps(speed.get(), 0.01);
    return values;
}

void Parameters::setValues(const ParameterValues& values)
{
    set(mute, values.isMicMuted ? 1 : 0);
    set(muteAgent, values.isAgentMuted ? 1 : 0);
    set(inputGainDb, values.inputGainDb);
    set(outputGainDb, values.agentLevelDb);
    set(dryLevelDb, values.dryLevelDb);
    set(duckingDb, values.duckingDb);
    choose(turnMode, values.turnMode);
    choose(eagerness, values.eagerness);
    set(vadThreshold, values.vadThreshold);
    set(silenceMs, values.silenceMs);
    set(prefixPaddingMs, values.prefixPaddingMs);
    set(idleTimeoutS, values.idleTimeoutS);
    choose(bargeIn, values.bargeIn);
    choose(echoMode, values.echoMode);
    choose(noiseReduction, values.noiseReduction);
    set(speed, values.speed);
}

juce::RangedAudioParameter* Parameters::find(const std::string& name) const
{
    const auto wanted = withoutBlanks(juce::String::fromUTF8(name.data(), static_cast<int>(name.size())));
    for (auto* parameter : processor.getParameters())
    {
        auto* ranged = dynamic_cast<juce::RangedAudioParameter*>(parameter);
        if (ranged != nullptr && (ranged->getParameterID().equalsIgnoreCase(wanted) ||
                                  withoutBlanks(ranged->getName(128)).equalsIgnoreCase(wanted)))
            return ranged;
    }
    return nullptr;
}

void setByUser(juce::RangedAudioParameter& parameter, float value)
{
    parameter.beginChangeGesture();
    parameter.setValueNotifyingHost(parameter.convertTo0to1(value));
    parameter.endChangeGesture();
}

} // namespace parley::plugin
