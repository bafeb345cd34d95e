// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/HeaderView.h"

#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int factRows = 3;
constexpr int factHeight = 22;
constexpr int rowHeight = factRows * factHeight;
constexpr int smallGap = 12;
constexpr int connectWidth = 132;
constexpr int stateWidth = 196;
constexpr int costWidth = 144;
constexpr int factsWidth = 128 + costWidth;
constexpr int narrowestMeters = 112;
constexpr int widestMeters = 320;
constexpr int lineHeight = 19;

} // namespace

HeaderView::HeaderView()
{
    setTitle("Header");
    setFocusContainerType(FocusContainerType::focusContainer);
    prepareButton(connectButton, "Connect the agent", {});
    connectButton.onClick = [this]
    {
        if (onConnect)
            onConnect();
    };
    prepareNote(sentence, "What to do");
    for (auto* part : std::initializer_list<juce::Component*>{&connectButton, &status, &agent, &voice, &left, &tokens,
                                                              &cost, &input, &output, &sentence})
        addAndMakeVisible(part);
}

void HeaderView::show(const HeaderFacts& facts)
{
    status.show(facts.phase, facts.sentence);
    agent.show(facts.agent);
    if (facts.voice.isEmpty())
        voice.show("default", "The service chooses it");
    else
        voice.show(facts.voice);
    left.show(facts.left ? asClock(*facts.left) : juce::String());
    tokens.show(facts.tokens > 0 ? withThousands(facts.tokens) : juce::String());
    cost.show(facts.cost.isEmpty() ? juce::String() : "ca. " + facts.cost, "From the prices in the agents file");
    showConnectButton(facts);
    showSentence(facts);
}

void HeaderView::showConnectButton(const HeaderFacts& facts)
{
    connectButton.setButtonText(facts.isConnectWanted ? "Disconnect" : "Connect");
    connectButton.setTitle(facts.isConnectWanted ? "Disconnect the agent" : "Connect the agent");
    connectButton.setTooltip(facts.isConnectWanted ? "Ends the session." : "Starts a session with the chosen service.");
    connectButton.setToggleState(!facts.isConnectWanted, juce::dontSendNotification);
}

void HeaderView::showSentence(const HeaderFacts& facts)
{
    if (sentence.getText() == facts.sentence)
        return;
    const int before = preferredHeight(getWidth());
    showNote(sentence, facts.sentence, theme::quietText);
    if (facts.needsUser)
        sentence.setColour(juce::Label::textColourId, facts.phase == Phase::failed ? theme::failure : theme::warning);
    if (preferredHeight(getWidth()) != before && onHeightChanged)
        onHeightChanged();
}

void HeaderView::showLevels(float inputPeak, float outputPeak)
{
    input.show(inputPeak);
    output.show(outputPeak);
}

int HeaderView::preferredHeight(int width) const
{
    const bool isLong = theme::small().getStringWidth(sentence.getText()) > width - theme::gap;
    return rowHeight + theme::gap + lineHeight * (isLong ? 2 : 1);
}

void HeaderView::resized()
{
    auto area = getLocalBounds();
    auto row = area.removeFromTop(rowHeight);
    area.removeFromTop(theme::gap);
    sentence.setBounds(area);

    connectButton.setBounds(row.removeFromLeft(connectWidth).reduced(0, 2));
    row.removeFromLeft(smallGap);
    status.setBounds(row.removeFromLeft(stateWidth));
    row.removeFromLeft(theme::gap);
    auto meters =
        row.removeFromRight(juce::jlimit(narrowestMeters, widestMeters, row.getWidth() - smallGap - factsWidth));
    row.removeFromRight(smallGap);
    input.setBounds(meters.removeFromTop(rowHeight / 2));
    output.setBounds(meters);

    agent.setBounds(row.removeFromTop(factHeight));
    auto right = row.removeFromRight(costWidth);
    voice.setBounds(row.removeFromTop(factHeight));
    tokens.setBounds(row);
    left.setBounds(right.removeFromTop(factHeight));
    cost.setBounds(right);
}

} // namespace parley::plugin
