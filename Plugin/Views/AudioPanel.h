// SPDX-License-Identifier: GPL-3.0-or-later
// Meters of both directions, the microphone's mute and the agent's loudness.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Plugin/Parameters.h"
#include "Plugin/Views/LevelMeter.h"

namespace parley::plugin
{

/// @thread message
class AudioPanel : public juce::Component
{
public:
    /// The parameters must outlive the panel.
    explicit AudioPanel(Parameters& edited);

    /// To be called LevelMeter::framesPerSecond times a second.
    void show(const bridge::BridgeMeters& meters);

    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    Parameters& parameters;
    juce::Label inputLabel{{}, "In"};
    juce::Label outputLabel{{}, "Out"};
    LevelMeter inputMeter{"Input level"};
    LevelMeter outputMeter{"Output level"};
    juce::ToggleButton mute{"Mute"};
    juce::Slider gain{juce::Slider::LinearHorizontal, juce::Slider::TextBoxRight};
    juce::ButtonParameterAttachment muteAttachment;
    juce::SliderParameterAttachment gainAttachment;
};

} // namespace parley::plugin
