// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Parameters.h"

#include <memory>

namespace parley::plugin
{

namespace
{

template <typename Parameter, typename... Arguments>
Parameter& add(juce::AudioProcessor& owner, Arguments&&... arguments)
{
    auto parameter = std::make_unique<Parameter>(std::forward<Arguments>(arguments)...);
    auto& reference = *parameter;
    owner.addParameter(parameter.release());
    return reference;
}

juce::AudioParameterBoolAttributes namedStates(const char* on, const char* off)
{
    return juce::AudioParameterBoolAttributes().withStringFromValueFunction([on, off](bool isOn, int) -> juce::String
                                                                            { return isOn ? on : off; });
}

juce::String gainText(float decibels, int)
{
    return decibels <= Parameters::lowestGainDb ? juce::String("silent") : juce::String(decibels, 1);
}

} // namespace

Parameters::Parameters(juce::AudioProcessor& owner)
    : connect(add<juce::AudioParameterBool>(owner, juce::ParameterID("connect", 1), "Connect", false,
                                            namedStates("connected", "disconnected")))
    , mute(add<juce::AudioParameterBool>(owner, juce::ParameterID("mute", 1), "Mute microphone", false,
                                         namedStates("muted", "open")))
    , outputGainDb(add<juce::AudioParameterFloat>(
          owner, juce::ParameterID("outputGainDb", 1), "Output gain",
          juce::NormalisableRange<float>(lowestGainDb, highestGainDb, 0.1F), 0.0F,
          juce::AudioParameterFloatAttributes().withLabel("dB").withStringFromValueFunction(gainText)))
    , interrupt(add<juce::AudioParameterBool>(owner, juce::ParameterID("interrupt", 1), "Interrupt", false,
                                              namedStates("interrupt", "-")))
{
}

ParameterValues Parameters::values() const
{
    return {.isMuted = mute.get(), .outputGainDb = outputGainDb.get()};
}

void Parameters::setValues(const ParameterValues& values)
{
    mute.setValueNotifyingHost(values.isMuted ? 1.0F : 0.0F);
    outputGainDb.setValueNotifyingHost(outputGainDb.convertTo0to1(static_cast<float>(values.outputGainDb)));
}

void setByUser(juce::RangedAudioParameter& parameter, float value)
{
    parameter.beginChangeGesture();
    parameter.setValueNotifyingHost(parameter.convertTo0to1(value));
    parameter.endChangeGesture();
}

} // namespace parley::plugin
