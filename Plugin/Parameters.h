// SPDX-License-Identifier: GPL-3.0-or-later
// The automatable parameters of the plugin, owned by its processor.
#pragma once

#include "Plugin/StateDocument.h"

#include <JuceHeader.h>

namespace parley::plugin
{

struct Parameters
{
    /// Adds the parameters to the processor, which owns them from then on.
    explicit Parameters(juce::AudioProcessor& owner);

    juce::AudioParameterBool& connect; ///< On: a session is wanted. Off at first and after each opening of a project.
    juce::AudioParameterBool& mute;    ///< On: the agent hears silence.
    juce::AudioParameterFloat& outputGainDb; ///< -60 (silence) to 12.
    juce::AudioParameterBool& interrupt;     ///< Momentary: going on stops the agent; it goes off by itself.

    /// @thread any
    [[nodiscard]] ParameterValues values() const;

    /// Tells the host. @thread any but audio
    void setValues(const ParameterValues& values);

    static constexpr float lowestGainDb = -60.0F;
    static constexpr float highestGainDb = 12.0F;
};

/// Sets the parameter as a user's gesture does, so that hosts record and show it.
/// @thread message
void setByUser(juce::RangedAudioParameter& parameter, float value);

} // namespace parley::plugin
