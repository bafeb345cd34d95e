// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ReloadBanner.h"

#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int buttonWidth = 84;

} // namespace

ReloadBanner::ReloadBanner()
{
    setTitle("The agents file has changed");
    prepareNote(sentence, "The agents file has changed");
    sentence.setJustificationType(juce::Justification::centredLeft);
    prepareButton(reload, "Reload the agents file", "Takes over what the file says now, and its settings with it.");
    reload.setToggleState(true, juce::dontSendNotification);
    reload.onClick = [this]
    {
        if (onReload)
            onReload();
    };
    prepareButton(keep, "Keep the project's cast", "Goes on with the cast that this project holds.");
    keep.onClick = [this]
    {
        isWavedAside = true;
        setVisible(false);
        if (onVisibilityChanged)
            onVisibilityChanged();
    };
    for (auto* part : std::initializer_list<juce::Component*>{&sentence, &reload, &keep})
        addAndMakeVisible(part);
}

bool ReloadBanner::show(CastFileState state, const juce::String& fileName)
{
    const bool isOther = state == CastFileState::changed || state == CastFileState::missing;
    isWavedAside = isWavedAside && isOther;
    showNote(sentence,
             state == CastFileState::missing ? fileName + " cannot be read any more. This project's own copy speaks."
                                             : fileName + " has changed since it was opened here.",
             theme::text);
    reload.setVisible(state == CastFileState::changed);
    const bool isWanted = isOther && !isWavedAside;
    if (isWanted == isVisible())
        return false;
    setVisible(isWanted);
    return true;
}

void ReloadBanner::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat().reduced(0.5F);
    g.setColour(theme::raised);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(theme::warning);
    g.drawRoundedRectangle(area, theme::cornerRadius, 1.0F);
}

void ReloadBanner::resized()
{
    auto area = getLocalBounds().reduced(12, 6);
    keep.setBounds(area.removeFromRight(buttonWidth));
    area.removeFromRight(theme::gap);
    reload.setBounds(area.removeFromRight(buttonWidth));
    area.removeFromRight(theme::gap);
    sentence.setBounds(area);
}

} // namespace parley::plugin
