// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/StatusView.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

juce::Colour colourOf(Phase phase)
{
    switch (phase)
    {
    case Phase::offline:
        return theme::idle;
    case Phase::connecting:
    case Phase::reconnecting:
        return theme::warning;
    case Phase::listening:
        return theme::accent;
    case Phase::thinking:
        return theme::thinking;
    case Phase::speaking:
        return theme::speaking;
    case Phase::failed:
        break;
    }
    return theme::failure;
}

juce::String wordFor(Phase phase)
{
    if (phase == Phase::failed)
        return "Error";
    const juce::String word = toString(phase);
    return word.substring(0, 1).toUpperCase() + word.substring(1);
}

} // namespace

StatusView::StatusView()
{
    setTitle(wordFor(shown));
}

void StatusView::show(Phase phase, const juce::String& sentence)
{
    setTooltip(sentence);
    setDescription(sentence);
    if (shown == phase)
        return;
    shown = phase;
    setTitle(wordFor(shown));
    repaint();
    // Listening, thinking and speaking change with every turn, and can be heard.
    if (shown != Phase::thinking && shown != Phase::speaking)
        juce::AccessibilityHandler::postAnnouncement(wordFor(shown) + ". " + sentence,
                                                     juce::AccessibilityHandler::AnnouncementPriority::medium);
}

std::unique_ptr<juce::AccessibilityHandler> StatusView::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::staticText);
}

void StatusView::paint(juce::Graphics& g)
{
    constexpr float diameter = 16.0F;
    auto area = getLocalBounds();
    const auto colour = colourOf(shown);
    const auto lamp = area.removeFromLeft(28).toFloat().withSizeKeepingCentre(diameter, diameter);
    g.setColour(colour.withAlpha(0.28F));
    g.fillEllipse(lamp.expanded(4.0F));
    g.setColour(colour);
    if (shown == Phase::offline)
        g.drawEllipse(lamp.reduced(1.0F), 2.0F);
    else
        g.fillEllipse(lamp);
    g.setFont(theme::title());
    g.drawFittedText(wordFor(shown), area.withTrimmedLeft(4), juce::Justification::centredLeft, 1, 0.8F);
}

} // namespace parley::plugin
