// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Section.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int titleHeight = 20;
constexpr int padding = 10;

} // namespace

Section::Section(const juce::String& name)
{
    setName(name);
    setTitle(name);
    setFocusContainerType(FocusContainerType::focusContainer);
}

void Section::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat().reduced(0.5F);
    g.setColour(theme::panel);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, 1.0F);
    g.setColour(theme::quietText);
    g.setFont(theme::heading());
    g.drawText(getName(), getLocalBounds().reduced(padding).removeFromTop(titleHeight - 4),
               juce::Justification::centredLeft);
}

juce::Rectangle<int> Section::contentBounds() const
{
    return getLocalBounds().reduced(padding).withTrimmedTop(titleHeight);
}

int Section::heightFor(int contentHeight) noexcept
{
    return contentHeight + titleHeight + 2 * padding;
}

void Section::prepareTextField(juce::TextEditor& field, const juce::String& whenEmpty)
{
    field.setFont(theme::body());
    field.setIndents(8, 0);
    field.setJustification(juce::Justification::centredLeft);
    field.setTextToShowWhenEmpty(whenEmpty, theme::quietText);
    field.setSelectAllWhenFocused(false);
    field.onEscapeKey = [&field] { field.giveAwayKeyboardFocus(); };
}

void Section::showText(juce::TextEditor& field, const std::string& text)
{
    if (!field.hasKeyboardFocus(true))
        field.setText(toJuce(text), juce::dontSendNotification);
}

} // namespace parley::plugin
