// SPDX-License-Identifier: GPL-3.0-or-later
// The automatable parameters of the plugin, owned by its processor.
#pragma once

#include "Plugin/ParameterValues.h"
#include "Plugin/Trigger.h"

#include <JuceHeader.h>

#include <string>

namespace parley::plugin
{

/// The ids stand in hosts' projects: none is ever renamed or given away. docs/plugin.md lists them.
struct Parameters
{
    /// Adds the parameters to the processor, which owns them from then on.
    explicit Parameters(juce::AudioProcessor& owner);

    Trigger& connect;               ///< On: a session is wanted. Off at first and after each opening of a project.
    juce::AudioParameterBool& mute; ///< On: the agent hears silence.
    juce::AudioParameterFloat& outputGainDb; ///< Agent Level, dB; -60 is silent.
    Trigger& interrupt;                      ///< Going on stops the agent; it goes off by itself.
    juce::AudioParameterBool& talk;          ///< The talk key, for TurnMode::pushToTalk: on as long as it is held.
    juce::AudioParameterBool& muteAgent;
    Trigger& newVisitor; ///< Going on begins a new conversation; it goes off by itself.
    juce::AudioParameterFloat& inputGainDb;
    juce::AudioParameterFloat& dryLevelDb;
    juce::AudioParameterFloat& duckingDb;
    juce::AudioParameterChoice& turnMode;
    juce::AudioParameterChoice& eagerness;
    juce::AudioParameterFloat& vadThreshold;
    juce::AudioParameterInt& silenceMs;
    juce::AudioParameterInt& prefixPaddingMs;
    juce::AudioParameterFloat& idleTimeoutS;
    juce::AudioParameterChoice& bargeIn;
    juce::AudioParameterChoice& echoMode;
    juce::AudioParameterChoice& noiseReduction;
    juce::AudioParameterFloat& speed;

    /// Those that a project remembers. @thread any; lock-free
    [[nodiscard]] ParameterValues values() const;

    /// Tells the host of those that change. @thread any but audio
    void setValues(const ParameterValues& values);

    /// By its id, or by its name as it is shown, in any case of letters and with or without blanks; null: there is
    /// none.
    /// @thread any
    [[nodiscard]] juce::RangedAudioParameter* find(const std::string& name) const;

private:
    juce::AudioProcessor& processor;
};

/// Sets the parameter as a user's gesture does, so that hosts record and show it.
/// @thread message
void setByUser(juce::RangedAudioParameter& parameter, float value);

} // namespace parley::plugin
