// SPDX-License-Identifier: GPL-3.0-or-later
// The talk key: on as long as the mouse, or the space bar, holds it.
#pragma once

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class TalkButton : public juce::TextButton
{
public:
    /// The parameter must outlive the button.
    explicit TalkButton(juce::AudioParameterBool& edited);
    ~TalkButton() override;

    bool keyPressed(const juce::KeyPress& key) override;
    bool keyStateChanged(bool isAnyDown) override;
    void focusLost(FocusChangeType cause) override;
    /// Screen readers press once to talk, and once more to stop.
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    void hold(bool isHeld);

    juce::AudioParameterBool& talk;
    juce::ParameterAttachment attachment;
    bool isHeldByKey = false;
    bool isHeldByMouse = false;
};

} // namespace parley::plugin
