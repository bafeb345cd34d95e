// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Controls.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

template <typename Control>
void name(Control& control, const juce::String& title, const juce::String& tooltip)
{
    control.setTitle(title);
    control.setDescription(tooltip);
    control.setTooltip(tooltip);
}

void prepareEditor(juce::TextEditor& field, const juce::String& whenEmpty)
{
    field.setFont(theme::body());
    field.setTextToShowWhenEmpty(whenEmpty, theme::quietText);
    field.setSelectAllWhenFocused(false);
    field.setScrollBarThickness(10);
    field.onEscapeKey = [&field] { field.giveAwayKeyboardFocus(); };
}

} // namespace

void prepareButton(juce::Button& button, const juce::String& title, const juce::String& tooltip)
{
    name(button, title, tooltip);
    button.setMouseClickGrabsKeyboardFocus(false);
}

void prepareChoice(juce::ComboBox& box, const juce::String& title, const juce::String& tooltip)
{
    name(box, title, tooltip);
    box.setMouseClickGrabsKeyboardFocus(false);
    box.setScrollWheelEnabled(false);
}

void prepareSlider(juce::Slider& slider, const juce::String& title, const juce::String& tooltip)
{
    constexpr int textWidth = 86;
    name(slider, title, tooltip);
    slider.setSliderStyle(juce::Slider::LinearHorizontal);
    slider.setTextBoxStyle(juce::Slider::TextBoxRight, false, textWidth, theme::controlHeight - 6);
    slider.setWantsKeyboardFocus(true);
    slider.setMouseClickGrabsKeyboardFocus(false);
    slider.setScrollWheelEnabled(false);
}

void prepareTextField(juce::TextEditor& field, const juce::String& title, const juce::String& tooltip,
                      const juce::String& whenEmpty)
{
    name(field, title, tooltip);
    prepareEditor(field, whenEmpty);
    field.setIndents(8, 0);
    field.setJustification(juce::Justification::centredLeft);
    field.onReturnKey = [&field] { field.giveAwayKeyboardFocus(); };
}

void prepareTextArea(juce::TextEditor& field, const juce::String& title, const juce::String& tooltip,
                     const juce::String& whenEmpty)
{
    name(field, title, tooltip);
    field.setMultiLine(true, true);
    field.setReturnKeyStartsNewLine(true);
    prepareEditor(field, whenEmpty);
    field.setIndents(8, 6);
    field.setJustification(juce::Justification::topLeft);
}

void prepareNote(juce::Label& label, const juce::String& title)
{
    label.setTitle(title);
    label.setFont(theme::small());
    label.setBorderSize({0, 0, 0, 0});
    label.setJustificationType(juce::Justification::topLeft);
    label.setMinimumHorizontalScale(0.9F);
}

void showNote(juce::Label& label, const juce::String& text, juce::Colour colour)
{
    label.setText(text, juce::dontSendNotification);
    label.setTooltip(text);
    label.setColour(juce::Label::textColourId, colour);
}

void showValue(juce::Slider& slider, double value)
{
    if (!slider.isMouseButtonDown())
        slider.setValue(value, juce::dontSendNotification);
}

} // namespace parley::plugin
