// SPDX-License-Identifier: GPL-3.0-or-later
// The transcript, a line to type, and the button that stops the agent.
#pragma once

#include "Plugin/Views/TranscriptView.h"

namespace parley::plugin
{

/// @thread message
class ConversationPanel : public juce::Component
{
public:
    ConversationPanel();

    void show(const std::vector<bridge::TranscriptLine>& lines) { transcript.show(lines); }
    /// Typing and interrupting make sense in a session only.
    void setConnected(bool isConnected);

    void resized() override;

    std::function<void(const juce::String& text)> onSend;
    std::function<void()> onInterrupt;

private:
    void send();

    TranscriptView transcript;
    juce::TextEditor line;
    juce::TextButton sendButton{"Send"};
    juce::TextButton interruptButton{"Interrupt"};
};

} // namespace parley::plugin
