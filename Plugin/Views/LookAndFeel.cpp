// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/LookAndFeel.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr float disabledAlpha = 0.45F;

juce::LookAndFeel_V4::ColourScheme colourScheme()
{
    return {theme::ground, theme::panel,    theme::panel,  theme::outline, theme::text,
            theme::field,  theme::onAccent, theme::accent, theme::text};
}

void drawFrame(juce::Graphics& g, juce::Rectangle<int> bounds, juce::Colour ground, bool hasFocus)
{
    const auto area = bounds.toFloat().reduced(0.75F);
    g.setColour(ground);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(hasFocus ? theme::accent : theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, hasFocus ? 1.5F : 1.0F);
}

void drawTick(juce::Graphics& g, juce::Rectangle<float> box)
{
    juce::Path tick;
    tick.startNewSubPath(box.getX() + box.getWidth() * 0.25F, box.getCentreY());
    tick.lineTo(box.getX() + box.getWidth() * 0.43F, box.getBottom() - box.getHeight() * 0.3F);
    tick.lineTo(box.getRight() - box.getWidth() * 0.22F, box.getY() + box.getHeight() * 0.3F);
    g.setColour(theme::onAccent);
    g.strokePath(tick, juce::PathStrokeType(2.0F, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

} // namespace

LookAndFeel::LookAndFeel()
    : LookAndFeel_V4(colourScheme())
{
    setColour(juce::TextButton::buttonColourId, theme::panel.brighter(0.08F));
    setColour(juce::TextButton::buttonOnColourId, theme::accent);
    setColour(juce::TextButton::textColourOffId, theme::text);
    setColour(juce::TextButton::textColourOnId, theme::onAccent);
    setColour(juce::TextEditor::textColourId, theme::text);
    setColour(juce::TextEditor::highlightColourId, theme::accent.withAlpha(0.35F));
    setColour(juce::TextEditor::highlightedTextColourId, theme::text);
    setColour(juce::CaretComponent::caretColourId, theme::accent);
    setColour(juce::Label::textColourId, theme::text);
    setColour(juce::ComboBox::textColourId, theme::text);
    setColour(juce::PopupMenu::backgroundColourId, theme::panel);
    setColour(juce::PopupMenu::textColourId, theme::text);
    setColour(juce::PopupMenu::highlightedBackgroundColourId, theme::accent);
    setColour(juce::PopupMenu::highlightedTextColourId, theme::onAccent);
    setColour(juce::ScrollBar::thumbColourId, theme::outline.brighter(0.2F));
    setColour(juce::TooltipWindow::backgroundColourId, theme::panel.brighter(0.1F));
    setColour(juce::TooltipWindow::textColourId, theme::text);
    setColour(juce::TooltipWindow::outlineColourId, theme::outline);
}

juce::Font LookAndFeel::getTextButtonFont(juce::TextButton&, int)
{
    return theme::body();
}

juce::Font LookAndFeel::getComboBoxFont(juce::ComboBox&)
{
    return theme::body();
}

juce::Font LookAndFeel::getPopupMenuFont()
{
    return theme::body();
}

void LookAndFeel::drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour& colour,
                                       bool isHighlighted, bool isDown)
{
    auto ground = colour;
    if (isDown)
        ground = ground.darker(0.15F);
    else if (isHighlighted)
        ground = ground.brighter(0.12F);
    if (!button.isEnabled())
        ground = ground.withMultipliedAlpha(disabledAlpha);

    const auto area = button.getLocalBounds().toFloat().reduced(0.75F);
    g.setColour(ground);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    const bool hasFocus = button.hasKeyboardFocus(false);
    g.setColour(hasFocus ? theme::text : theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, hasFocus ? 1.5F : 1.0F);
}

void LookAndFeel::drawComboBox(juce::Graphics& g, int width, int height, bool, int, int, int, int, juce::ComboBox& box)
{
    drawFrame(g, {width, height}, theme::field, box.hasKeyboardFocus(true));
    juce::Path arrow;
    const float x = static_cast<float>(width) - 18.0F;
    const float y = static_cast<float>(height) * 0.5F - 2.0F;
    arrow.startNewSubPath(x, y);
    arrow.lineTo(x + 4.5F, y + 4.5F);
    arrow.lineTo(x + 9.0F, y);
    g.setColour(theme::quietText);
    g.strokePath(arrow, juce::PathStrokeType(1.6F));
}

void LookAndFeel::positionComboBoxText(juce::ComboBox& box, juce::Label& label)
{
    label.setBounds(4, 1, box.getWidth() - 26, box.getHeight() - 2);
    label.setFont(getComboBoxFont(box));
}

void LookAndFeel::fillTextEditorBackground(juce::Graphics& g, int width, int height, juce::TextEditor& editor)
{
    const bool isInsideLabel = dynamic_cast<juce::Label*>(editor.getParentComponent()) != nullptr;
    g.setColour(theme::field);
    g.fillRoundedRectangle(juce::Rectangle<int>(width, height).toFloat().reduced(0.75F),
                           isInsideLabel ? 0.0F : theme::cornerRadius);
}

void LookAndFeel::drawTextEditorOutline(juce::Graphics& g, int width, int height, juce::TextEditor& editor)
{
    if (dynamic_cast<juce::Label*>(editor.getParentComponent()) != nullptr)
        return;
    const bool hasFocus = editor.hasKeyboardFocus(true);
    g.setColour(hasFocus ? theme::accent : theme::outline);
    g.drawRoundedRectangle(juce::Rectangle<int>(width, height).toFloat().reduced(0.75F), theme::cornerRadius,
                           hasFocus ? 1.5F : 1.0F);
}

void LookAndFeel::drawLinearSlider(juce::Graphics& g, int x, int y, int width, int height, float position, float, float,
                                   juce::Slider::SliderStyle, juce::Slider& slider)
{
    const float centre = static_cast<float>(y) + static_cast<float>(height) * 0.5F;
    const juce::Rectangle<float> track(static_cast<float>(x), centre - 2.0F, static_cast<float>(width), 4.0F);
    g.setColour(theme::outline);
    g.fillRoundedRectangle(track, 2.0F);
    g.setColour(theme::accent);
    g.fillRoundedRectangle(track.withRight(position), 2.0F);

    const float radius = static_cast<float>(getSliderThumbRadius(slider));
    g.setColour(slider.isMouseOverOrDragging() ? theme::accent.brighter(0.2F) : theme::accent);
    g.fillEllipse(juce::Rectangle<float>(radius * 2.0F, radius * 2.0F).withCentre({position, centre}));
    if (slider.hasKeyboardFocus(true))
    {
        g.setColour(theme::text);
        g.drawEllipse(juce::Rectangle<float>(radius * 2.0F, radius * 2.0F).withCentre({position, centre}), 1.5F);
    }
}

int LookAndFeel::getSliderThumbRadius(juce::Slider&)
{
    return 7;
}

void LookAndFeel::drawToggleButton(juce::Graphics& g, juce::ToggleButton& button, bool isHighlighted, bool)
{
    constexpr float side = 18.0F;
    const auto bounds = button.getLocalBounds().toFloat();
    const juce::Rectangle<float> box(1.0F, (bounds.getHeight() - side) * 0.5F, side, side);
    const bool isOn = button.getToggleState();
    g.setColour(isOn ? theme::accent : theme::field);
    g.fillRoundedRectangle(box, 4.0F);
    g.setColour(button.hasKeyboardFocus(true) || isHighlighted ? theme::text : theme::outline.brighter(0.3F));
    g.drawRoundedRectangle(box, 4.0F, button.hasKeyboardFocus(true) ? 1.5F : 1.0F);
    if (isOn)
        drawTick(g, box);
    g.setColour(button.isEnabled() ? theme::text : theme::quietText);
    g.setFont(theme::body());
    g.drawFittedText(button.getButtonText(), button.getLocalBounds().withTrimmedLeft(26),
                     juce::Justification::centredLeft, 1);
}

} // namespace parley::plugin
