// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ConversationPanel.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int sendWidth = 68;
constexpr int interruptWidth = 92;
constexpr int longestLine = 8000;

} // namespace

ConversationPanel::ConversationPanel()
{
    setTitle("Conversation");
    setFocusContainerType(FocusContainerType::focusContainer);
    addAndMakeVisible(transcript);

    line.setFont(theme::body());
    line.setIndents(8, 0);
    line.setJustification(juce::Justification::centredLeft);
    line.setInputRestrictions(longestLine);
    line.setTextToShowWhenEmpty("Type a line...", theme::quietText);
    line.setTitle("Line to the agent");
    line.setTooltip("Return sends the line; Escape gives the keyboard back to the host.");
    line.onReturnKey = [this] { send(); };
    line.onEscapeKey = [this] { line.giveAwayKeyboardFocus(); };
    addAndMakeVisible(line);

    sendButton.setTitle("Send the line");
    sendButton.setTooltip("Sends the line to the agent.");
    sendButton.onClick = [this] { send(); };
    addAndMakeVisible(sendButton);

    interruptButton.setTitle("Interrupt the agent");
    interruptButton.setTooltip("Stops the agent at once.");
    interruptButton.onClick = [this]
    {
        if (onInterrupt)
            onInterrupt();
    };
    addAndMakeVisible(interruptButton);
    setConnected(false);
}

void ConversationPanel::setConnected(bool isConnected)
{
    sendButton.setEnabled(isConnected);
    interruptButton.setEnabled(isConnected);
}

void ConversationPanel::send()
{
    const auto text = line.getText().trim();
    if (text.isEmpty() || !sendButton.isEnabled())
        return;
    line.clear();
    if (onSend)
        onSend(text);
}

void ConversationPanel::resized()
{
    auto area = getLocalBounds();
    auto row = area.removeFromBottom(theme::controlHeight + 2);
    area.removeFromBottom(theme::gap);
    transcript.setBounds(area);
    interruptButton.setBounds(row.removeFromRight(interruptWidth));
    row.removeFromRight(theme::gap);
    sendButton.setBounds(row.removeFromRight(sendWidth));
    row.removeFromRight(theme::gap);
    line.setBounds(row);
}

} // namespace parley::plugin
