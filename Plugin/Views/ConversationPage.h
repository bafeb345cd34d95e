// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation: what was said and done, a line to write, and the way to take it along.
#pragma once

#include "Plugin/Views/TranscriptView.h"

namespace parley::plugin
{

/// @thread message
class ConversationPage : public juce::Component
{
public:
    enum class Format
    {
        text,
        json
    };

    ConversationPage();

    void show(SessionView::Snapshot snapshot);
    /// Goes on with what `show` left for later.
    void showMore() { transcript.showMore(); }
    /// A line can be sent in a session only.
    void setConnected(bool isConnected);

    /// The conversation in the chosen format, as Copy and Save give it.
    [[nodiscard]] std::string exported() const;
    /// A sentence when the file could not be written; empty when all is well.
    [[nodiscard]] juce::String writeTo(const juce::File& file) const;

    void resized() override;

    std::function<void(const juce::String& text)> onSend;
    std::function<void(const std::string& callId, Verdict)> onDecision;

private:
    void addTools();
    void addLine();
    void send();
    void copy();
    void save();
    void showCount();

    SessionView::Snapshot latest;
    TranscriptView transcript;
    juce::Label note;
    juce::ComboBox format;
    juce::TextButton copyButton{"Copy"};
    juce::TextButton saveButton{"Save..."};
    juce::TextEditor line;
    juce::TextButton sendButton{"Send"};
    std::unique_ptr<juce::FileChooser> chooser;
};

} // namespace parley::plugin
