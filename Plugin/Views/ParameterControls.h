// SPDX-License-Identifier: GPL-3.0-or-later
// JUCE's controls joined to parameters: they show what the host, an agents file or OSC sets, and tell the host of what
// the user sets.
#pragma once

#include "Plugin/Views/Controls.h"

namespace parley::plugin
{

/// @thread message
class ParameterSlider : public juce::Slider
{
public:
    /// The name for screen readers is the parameter's own.
    ParameterSlider(juce::RangedAudioParameter& parameter, const juce::String& tooltip)
        : attachment(parameter, *this)
    {
        prepareSlider(*this, parameter.getName(128), tooltip);
        const auto unit = parameter.getLabel();
        textFromValueFunction = [&parameter, unit](double value)
        {
            const auto number = parameter.getText(parameter.convertTo0to1(static_cast<float>(value)), 0);
            const bool isNumber = number.containsAnyOf("0123456789");
            return isNumber && unit.isNotEmpty() ? number + " " + unit : number;
        };
        valueFromTextFunction = [&parameter](const juce::String& text)
        { return parameter.convertFrom0to1(parameter.getValueForText(text)); };
        setDoubleClickReturnValue(true, parameter.convertFrom0to1(parameter.getDefaultValue()));
        updateText();
    }

private:
    juce::SliderParameterAttachment attachment;
};

/// @thread message
class ParameterChoice : public juce::ComboBox
{
public:
    ParameterChoice(juce::AudioParameterChoice& parameter, const juce::String& tooltip)
    {
        prepareChoice(*this, parameter.getName(128), tooltip);
        addItemList(parameter.choices, 1);
        attachment.emplace(parameter, *this);
    }

private:
    std::optional<juce::ComboBoxParameterAttachment> attachment; ///< It needs the items.
};

} // namespace parley::plugin
