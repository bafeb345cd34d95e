// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of the conversation: words, a call with its decision, a handoff, or a remark.
#pragma once

#include "Plugin/ConversationLog.h"

#include <JuceHeader.h>

namespace parley::plugin
{

/// What a person says to a call that waits.
enum class Verdict
{
    approve,
    approveAlways, ///< This call and every later one of the same tool by the same agent.
    reject
};

/// @thread message
class EntryView : public juce::Component
{
public:
    explicit EntryView(const LogEntry& entry);

    void show(const LogEntry& entry);
    [[nodiscard]] const LogEntry& entry() const noexcept { return shown; }

    /// Lays the words out for this width.
    [[nodiscard]] int heightFor(int width);

    void paint(juce::Graphics& g) override;
    void resized() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    std::function<void(const std::string& callId, Verdict)> onDecision;

private:
    /// What the user must say about a call.
    struct Decision
    {
        explicit Decision(const std::string& tool);
        juce::TextButton approve{"Approve"};
        juce::TextButton always{"Always"};
        juce::TextButton reject{"Reject"};
    };

    void showDecision();
    void layOut(int width);
    [[nodiscard]] juce::AttributedString words() const;
    void appendOutput(juce::AttributedString& styled) const;
    void paintLine(juce::Graphics& g) const;
    void paintCard(juce::Graphics& g) const;
    [[nodiscard]] bool isLine() const noexcept;
    [[nodiscard]] juce::Colour colour() const;
    [[nodiscard]] juce::Rectangle<int> card() const;

    LogEntry shown;
    juce::TextLayout layout;
    int laidOutFor = 0;
    std::unique_ptr<Decision> decision;
};

} // namespace parley::plugin
