// SPDX-License-Identifier: GPL-3.0-or-later
// How Parley's controls are drawn: flat, rounded, with a clear ring around what has the keyboard.
#pragma once

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class LookAndFeel : public juce::LookAndFeel_V4
{
public:
    LookAndFeel();

    juce::Font getTextButtonFont(juce::TextButton& button, int height) override;
    juce::Font getComboBoxFont(juce::ComboBox& box) override;
    juce::Font getPopupMenuFont() override;

    void drawButtonText(juce::Graphics& g, juce::TextButton& button, bool isHighlighted, bool isDown) override;
    void drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour& colour, bool isHighlighted,
                              bool isDown) override;
    void drawComboBox(juce::Graphics& g, int width, int height, bool isDown, int buttonX, int buttonY, int buttonW,
                      int buttonH, juce::ComboBox& box) override;
    void positionComboBoxText(juce::ComboBox& box, juce::Label& label) override;
    void fillTextEditorBackground(juce::Graphics& g, int width, int height, juce::TextEditor& editor) override;
    void drawTextEditorOutline(juce::Graphics& g, int width, int height, juce::TextEditor& editor) override;
    void drawLinearSlider(juce::Graphics& g, int x, int y, int width, int height, float position, float lowest,
                          float highest, juce::Slider::SliderStyle style, juce::Slider& slider) override;
    int getSliderThumbRadius(juce::Slider& slider) override;
    /// Escape in it gives the keyboard back.
    juce::Label* createSliderTextBox(juce::Slider& slider) override;
    void drawToggleButton(juce::Graphics& g, juce::ToggleButton& button, bool isHighlighted, bool isDown) override;
    void drawScrollbar(juce::Graphics& g, juce::ScrollBar& bar, int x, int y, int width, int height, bool isVertical,
                       int thumbStart, int thumbSize, bool isMouseOver, bool isMouseDown) override;
    juce::Rectangle<int> getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                          juce::Rectangle<int> parent) override;
    void drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) override;

private:
    static void drawTab(juce::Graphics& g, const juce::Button& button, juce::Colour ground);
};

} // namespace parley::plugin
