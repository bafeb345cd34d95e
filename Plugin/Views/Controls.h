// SPDX-License-Identifier: GPL-3.0-or-later
// How JUCE's controls behave inside a host: the keyboard stays with the host until a field is clicked, or Tab is
// pressed in this window; Escape gives it back.
#pragma once

#include <JuceHeader.h>

#include <string>

namespace parley::plugin
{

/// Each: what a screen reader says of it, and what a pointer resting on it shows. @thread message
void prepareButton(juce::Button& button, const juce::String& name, const juce::String& tooltip);
void prepareChoice(juce::ComboBox& box, const juce::String& name, const juce::String& tooltip);
void prepareSlider(juce::Slider& slider, const juce::String& name, const juce::String& tooltip);
/// Escape gives the keyboard back, and so does Return in a field of one line.
void prepareTextField(juce::TextEditor& field, const juce::String& name, const juce::String& tooltip,
                      const juce::String& whenEmpty);
void prepareTextArea(juce::TextEditor& field, const juce::String& name, const juce::String& tooltip,
                     const juce::String& whenEmpty);
/// A sentence that only stands there; long ones are shown in full by their tooltip.
void prepareNote(juce::Label& label, const juce::String& name);
void showNote(juce::Label& label, const juce::String& text, juce::Colour colour);

/// Shows the value unless the user is moving it.
void showValue(juce::Slider& slider, double value);

} // namespace parley::plugin
