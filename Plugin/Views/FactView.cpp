// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/FactView.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

FactView::FactView(const juce::String& shortName, const juce::String& name, int nameWidth)
    : label(shortName)
    , fullName(name)
    , labelWidth(nameWidth)
{
    setTitle(name);
    show({});
}

void FactView::show(const juce::String& value, const juce::String& remark)
{
    const auto next = value.isEmpty() ? juce::String("-") : value;
    setTooltip(fullName + ": " + next + (remark.isEmpty() ? juce::String() : ". " + remark));
    if (next == shown)
        return;
    shown = next;
    setTitle(fullName + ": " + shown);
    repaint();
}

bool FactView::isWhole() const
{
    return theme::body().getStringWidthFloat(shown) <= static_cast<float>(getWidth() - labelWidth);
}

void FactView::paint(juce::Graphics& g)
{
    auto area = getLocalBounds();
    g.setFont(theme::small());
    g.setColour(theme::quietText);
    g.drawText(label, area.removeFromLeft(labelWidth), juce::Justification::centredLeft);
    g.setColour(theme::text);
    g.setFont(theme::body());
    g.drawText(shown, area, juce::Justification::centredLeft, true);
}

std::unique_ptr<juce::AccessibilityHandler> FactView::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::staticText);
}

} // namespace parley::plugin
