// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Rail.h"

#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int pageGroup = 1;
constexpr int highestPage = 40;
constexpr int highestDeed = 36;
constexpr int highestTalk = 56;
constexpr int pageGap = 4;

} // namespace

Rail::Rail(Parameters& edited)
    : talk(edited.talk)
    , muteMicAttachment(edited.mute, muteMic)
    , muteAgentAttachment(edited.muteAgent, muteAgent)
{
    setTitle("Pages and performance");
    setFocusContainerType(FocusContainerType::focusContainer);
    addPages();
    addDeeds();
    show(PageName::conversation);
    setConnected(false);
}

void Rail::addPages()
{
    for (std::size_t index = 0; index < pages.size(); ++index)
    {
        auto& button = pages[index];
        const auto page = static_cast<PageName>(index);
        button.setButtonText(pageTitles[index]);
        prepareButton(button, juce::String(pageTitles[index]) + " page", {});
        button.setRadioGroupId(pageGroup);
        button.setClickingTogglesState(true);
        button.setColour(juce::TextButton::buttonColourId, theme::rail);
        button.setColour(juce::TextButton::buttonOnColourId, theme::raised);
        button.setColour(juce::TextButton::textColourOffId, theme::quietText);
        button.setColour(juce::TextButton::textColourOnId, theme::text);
        button.getProperties().set(theme::isTab, true);
        button.onClick = [this, page]
        {
            if (onPage)
                onPage(page);
        };
        addAndMakeVisible(button);
    }
}

void Rail::addDeeds()
{
    prepareButton(muteMic, "Mute the microphone", "Muted, the agent hears silence.");
    prepareButton(muteAgent, "Mute the agent", "Muted, the agent is not heard; the conversation goes on.");
    prepareButton(interrupt, "Interrupt the agent", "Stops the agent at once.");
    prepareButton(newVisitor, "New visitor", "Clears the conversation: the agent forgets what was said.");
    for (auto* mute : {&muteMic, &muteAgent})
    {
        mute->setClickingTogglesState(true);
        mute->setColour(juce::TextButton::buttonOnColourId, theme::warning);
    }
    interrupt.onClick = [this]
    {
        if (onInterrupt)
            onInterrupt();
    };
    newVisitor.onClick = [this]
    {
        if (onNewVisitor)
            onNewVisitor();
    };
    for (auto* button : std::initializer_list<juce::Component*>{&talk, &muteMic, &muteAgent, &interrupt, &newVisitor})
        addAndMakeVisible(button);
}

void Rail::show(PageName page)
{
    pages[static_cast<std::size_t>(page)].setToggleState(true, juce::dontSendNotification);
}

void Rail::setConnected(bool isConnected)
{
    interrupt.setEnabled(isConnected);
    newVisitor.setEnabled(isConnected);
}

void Rail::paint(juce::Graphics& g)
{
    g.fillAll(theme::rail);
    g.setColour(theme::outline);
    g.fillRect(getWidth() - 1, 0, 1, getHeight());
}

void Rail::resized()
{
    auto area = getLocalBounds().withTrimmedRight(1).reduced(theme::gap, theme::gap);
    // Where the window is low, all shrink alike.
    constexpr int pageCount = static_cast<int>(pageNames.size());
    constexpr int deedCount = 4;
    const int wanted =
        pageCount * (highestPage + pageGap) + highestTalk + deedCount * (highestDeed + pageGap) + theme::gap;
    const float share = juce::jmin(1.0F, static_cast<float>(area.getHeight()) / static_cast<float>(wanted));
    const auto shrunk = [share](int height) { return static_cast<int>(static_cast<float>(height) * share); };
    for (auto& page : pages)
    {
        page.setBounds(area.removeFromTop(shrunk(highestPage)));
        area.removeFromTop(shrunk(pageGap));
    }
    for (auto* button : std::initializer_list<juce::Component*>{&newVisitor, &interrupt, &muteAgent, &muteMic})
    {
        button->setBounds(area.removeFromBottom(shrunk(highestDeed)));
        area.removeFromBottom(shrunk(pageGap));
    }
    talk.setBounds(area.removeFromBottom(shrunk(highestTalk)));
}

} // namespace parley::plugin
