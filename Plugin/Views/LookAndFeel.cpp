// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/LookAndFeel.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr float disabledAlpha = 0.45F;
constexpr float focusWidth = 2.0F; ///< Of the ring around what has the keyboard.

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
    g.setColour(hasFocus ? theme::text : theme::edge);
    g.drawRoundedRectangle(area, theme::cornerRadius, hasFocus ? focusWidth : 1.0F);
}

juce::TextLayout tooltipLayout(const juce::String& text)
{
    constexpr float widest = 420.0F;
    juce::AttributedString styled;
    styled.append(text, theme::small(), theme::text);
    juce::TextLayout layout;
    layout.createLayout(styled, widest);
    return layout;
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
    setColour(juce::TextButton::buttonColourId, theme::raised);
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
    setColour(juce::Slider::textBoxTextColourId, theme::text);
    setColour(juce::Slider::textBoxOutlineColourId, juce::Colours::transparentBlack);
    setColour(juce::Slider::textBoxBackgroundColourId, juce::Colours::transparentBlack);
    setColour(juce::Slider::textBoxHighlightColourId, theme::accent.withAlpha(0.35F));
    setColour(juce::ScrollBar::thumbColourId, theme::edge);
    setColour(juce::TooltipWindow::backgroundColourId, theme::raised);
    setColour(juce::TooltipWindow::textColourId, theme::text);
    setColour(juce::TooltipWindow::outlineColourId, theme::edge);
}

juce::Font LookAndFeel::getTextButtonFont(juce::TextButton&, int)
{
    return theme::body();
}

void LookAndFeel::drawButtonText(juce::Graphics& g, juce::TextButton& button, bool, bool)
{
    const auto colour = button.findColour(button.getToggleState() ? juce::TextButton::textColourOnId
                                                                  : juce::TextButton::textColourOffId);
    g.setColour(button.isEnabled() ? colour : colour.withMultipliedAlpha(disabledAlpha));
    g.setFont(getTextButtonFont(button, button.getHeight()));
    const bool isTab = button.getProperties().contains(theme::isTab);
    g.drawFittedText(button.getButtonText(), button.getLocalBounds().reduced(isTab ? 14 : 8, 2),
                     isTab ? juce::Justification::centredLeft : juce::Justification::centred, 2, 0.85F);
}

juce::Font LookAndFeel::getComboBoxFont(juce::ComboBox&)
{
    return theme::body();
}

juce::Font LookAndFeel::getPopupMenuFont()
{
    return theme::body();
}

void LookAndFeel::drawTab(juce::Graphics& g, const juce::Button& button, juce::Colour ground)
{
    const auto area = button.getLocalBounds().toFloat().reduced(0.75F);
    g.setColour(ground);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    if (button.getToggleState())
    {
        g.setColour(theme::accent);
        g.fillRoundedRectangle(area.withWidth(4.0F).reduced(0.0F, 6.0F), 2.0F);
    }
    if (button.hasKeyboardFocus(false))
    {
        g.setColour(theme::text);
        g.drawRoundedRectangle(area, theme::cornerRadius, focusWidth);
    }
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
    if (button.getProperties().contains(theme::isTab))
    {
        drawTab(g, button, ground);
        return;
    }

    const auto area = button.getLocalBounds().toFloat().reduced(0.75F);
    g.setColour(ground);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    const bool hasFocus = button.hasKeyboardFocus(false);
    g.setColour(hasFocus ? theme::text : theme::edge);
    g.drawRoundedRectangle(area, theme::cornerRadius, hasFocus ? focusWidth : 1.0F);
}

void LookAndFeel::drawComboBox(juce::Graphics& g, int width, int height, bool, int, int, int, int, juce::ComboBox& box)
{
    drawFrame(g, {width, height}, theme::field, box.hasKeyboardFocus(true));
    juce::Path arrow;
    const float x = static_cast<float>(width) - 18.0F;
    const float y = static_cast<float>(height) * 0.5F - 2.0F;
    const float alpha = box.isEnabled() ? 1.0F : disabledAlpha;
    arrow.startNewSubPath(x, y);
    arrow.lineTo(x + 4.5F, y + 4.5F);
    arrow.lineTo(x + 9.0F, y);
    g.setColour(theme::quietText.withMultipliedAlpha(alpha));
    g.strokePath(arrow, juce::PathStrokeType(1.8F));
}

void LookAndFeel::positionComboBoxText(juce::ComboBox& box, juce::Label& label)
{
    label.setBounds(4, 1, box.getWidth() - 26, box.getHeight() - 2);
    label.setFont(getComboBoxFont(box));
    // Else a click on the text lands on the label, whose way with the keyboard is its own.
    label.setInterceptsMouseClicks(false, false);
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
    g.setColour(hasFocus ? theme::text : theme::edge);
    g.drawRoundedRectangle(juce::Rectangle<int>(width, height).toFloat().reduced(0.75F), theme::cornerRadius,
                           hasFocus ? focusWidth : 1.0F);
}

void LookAndFeel::drawLinearSlider(juce::Graphics& g, int x, int y, int width, int height, float position, float, float,
                                   juce::Slider::SliderStyle, juce::Slider& slider)
{
    const float alpha = slider.isEnabled() ? 1.0F : disabledAlpha;
    const float centre = static_cast<float>(y) + static_cast<float>(height) * 0.5F;
    const juce::Rectangle<float> track(static_cast<float>(x), centre - 2.5F, static_cast<float>(width), 5.0F);
    g.setColour(theme::edge.withMultipliedAlpha(alpha));
    g.fillRoundedRectangle(track, 2.5F);
    g.setColour(theme::accent.withMultipliedAlpha(alpha));
    g.fillRoundedRectangle(track.withRight(position), 2.5F);

    const float radius = static_cast<float>(getSliderThumbRadius(slider));
    const auto thumb = juce::Rectangle<float>(radius * 2.0F, radius * 2.0F).withCentre({position, centre});
    g.setColour(slider.isMouseOverOrDragging() ? theme::accent.brighter(0.2F)
                                               : theme::accent.withMultipliedAlpha(alpha));
    g.fillEllipse(thumb);
    if (slider.hasKeyboardFocus(true))
    {
        g.setColour(theme::text);
        g.drawEllipse(thumb.reduced(focusWidth * 0.5F), focusWidth);
    }
}

int LookAndFeel::getSliderThumbRadius(juce::Slider&)
{
    return 8;
}

juce::Label* LookAndFeel::createSliderTextBox(juce::Slider& slider)
{
    auto* box = LookAndFeel_V4::createSliderTextBox(slider);
    box->setFont(theme::body());
    box->setJustificationType(juce::Justification::centredRight);
    box->setBorderSize({0, 0, 0, 2});
    box->setMinimumHorizontalScale(0.8F);
    box->onEditorHide = [safe = juce::Component::SafePointer<juce::Slider>(&slider)]
    {
        // JUCE hands the keyboard to the slider, a moment later.
        juce::MessageManager::callAsync(
            [safe]
            {
                if (safe != nullptr && safe->hasKeyboardFocus(true))
                    safe->giveAwayKeyboardFocus();
            });
    };
    return box;
}

void LookAndFeel::drawToggleButton(juce::Graphics& g, juce::ToggleButton& button, bool isHighlighted, bool)
{
    constexpr float side = 20.0F;
    const float alpha = button.isEnabled() ? 1.0F : disabledAlpha;
    const auto bounds = button.getLocalBounds().toFloat();
    const juce::Rectangle<float> box(1.0F, (bounds.getHeight() - side) * 0.5F, side, side);
    const bool isOn = button.getToggleState();
    const bool hasFocus = button.hasKeyboardFocus(true);
    g.setColour((isOn ? theme::accent : theme::field).withMultipliedAlpha(alpha));
    g.fillRoundedRectangle(box, 4.0F);
    g.setColour((hasFocus || isHighlighted ? theme::text : theme::edge).withMultipliedAlpha(alpha));
    g.drawRoundedRectangle(box, 4.0F, hasFocus ? focusWidth : 1.0F);
    if (isOn)
        drawTick(g, box);
    g.setColour(theme::text.withMultipliedAlpha(alpha));
    g.setFont(theme::body());
    g.drawFittedText(button.getButtonText(), button.getLocalBounds().withTrimmedLeft(29),
                     juce::Justification::centredLeft, 2, 0.85F);
}

void LookAndFeel::drawScrollbar(juce::Graphics& g, juce::ScrollBar& bar, int x, int y, int width, int height,
                                bool isVertical, int thumbStart, int thumbSize, bool isMouseOver, bool isMouseDown)
{
    const auto area = juce::Rectangle<int>(x, y, width, height);
    const auto thumb = isVertical ? area.withY(thumbStart).withHeight(thumbSize).reduced(2, 1)
                                  : area.withX(thumbStart).withWidth(thumbSize).reduced(1, 2);
    const auto colour = bar.findColour(juce::ScrollBar::thumbColourId);
    g.setColour(isMouseOver || isMouseDown ? colour.brighter(0.25F) : colour);
    g.fillRoundedRectangle(thumb.toFloat(), static_cast<float>(juce::jmin(thumb.getWidth(), thumb.getHeight())) * 0.5F);
}

juce::Rectangle<int> LookAndFeel::getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                                   juce::Rectangle<int> parent)
{
    const auto layout = tooltipLayout(text);
    const auto size = juce::Rectangle<int>(static_cast<int>(std::ceil(layout.getWidth())) + 20,
                                           static_cast<int>(std::ceil(layout.getHeight())) + 12);
    return size.withPosition(position.translated(-size.getWidth() / 2, 22)).constrainedWithin(parent);
}

void LookAndFeel::drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height)
{
    const auto area = juce::Rectangle<int>(width, height).toFloat();
    g.setColour(theme::raised);
    g.fillRect(area);
    g.setColour(theme::edge);
    g.drawRect(area, 1.0F);
    tooltipLayout(text).draw(g, area.reduced(10.0F, 6.0F));
}

} // namespace parley::plugin
