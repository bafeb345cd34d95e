// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/AudioPanel.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int labelWidth = 30;
constexpr int muteWidth = 78;
constexpr int gainWidth = 176;
constexpr int meterHeight = 12;

void prepareLabel(juce::Label& label)
{
    label.setFont(theme::body());
    label.setBorderSize({0, 0, 0, 0});
    label.setColour(juce::Label::textColourId, theme::quietText);
}

} // namespace

AudioPanel::AudioPanel(Parameters& edited)
    : parameters(edited)
    , muteAttachment(edited.mute, mute)
    , gainAttachment(edited.outputGainDb, gain)
{
    setTitle("Levels");
    setFocusContainerType(FocusContainerType::focusContainer);
    prepareLabel(inputLabel);
    prepareLabel(outputLabel);

    mute.setTitle("Mute the microphone");
    mute.setTooltip("Muted, the agent hears silence.");
    mute.setMouseClickGrabsKeyboardFocus(false);

    gain.setTitle("Output gain");
    gain.setTooltip("How loud the agent is. A double click sets 0 dB.");
    gain.setDoubleClickReturnValue(true, 0.0);
    gain.setTextBoxStyle(juce::Slider::TextBoxRight, false, 66, 22);
    gain.setColour(juce::Slider::textBoxOutlineColourId, juce::Colours::transparentBlack);
    gain.textFromValueFunction = [](double decibels)
    { return decibels <= Parameters::lowestGainDb ? juce::String("silent") : juce::String(decibels, 1) + " dB"; };
    gain.updateText();

    for (auto* part :
         std::initializer_list<juce::Component*>{&inputLabel, &inputMeter, &mute, &outputLabel, &outputMeter, &gain})
        addAndMakeVisible(part);
}

void AudioPanel::show(const bridge::BridgeMeters& meters)
{
    inputMeter.show(meters.input);
    outputMeter.show(meters.output *
                     juce::Decibels::decibelsToGain(parameters.outputGainDb.get(), Parameters::lowestGainDb));
}

void AudioPanel::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat().reduced(0.5F);
    g.setColour(theme::panel);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, 1.0F);
}

void AudioPanel::resized()
{
    auto area = getLocalBounds().reduced(12, 6);
    gain.setBounds(area.removeFromRight(gainWidth));
    area.removeFromRight(theme::gap);
    auto left = area.removeFromLeft(area.getWidth() / 2);
    inputLabel.setBounds(left.removeFromLeft(labelWidth - 6));
    left.removeFromRight(theme::gap);
    mute.setBounds(left.removeFromRight(muteWidth));
    left.removeFromRight(theme::gap);
    inputMeter.setBounds(left.withSizeKeepingCentre(left.getWidth(), meterHeight));
    area.removeFromLeft(theme::gap);
    outputLabel.setBounds(area.removeFromLeft(labelWidth));
    outputMeter.setBounds(area.withSizeKeepingCentre(area.getWidth(), meterHeight));
}

} // namespace parley::plugin
