// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/TalkButton.h"

#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

TalkButton::TalkButton(juce::AudioParameterBool& edited)
    : TextButton("Talk")
    , talk(edited)
    , attachment(edited, [this](float value) { setToggleState(value > 0.5F, juce::dontSendNotification); })
{
    prepareButton(*this, "Talk",
                  "Held, with the mouse or the space bar, you talk; let go, your turn ends. It counts "
                  "where Turn-taking is set to Push to talk.");
    setColour(juce::TextButton::buttonOnColourId, theme::accent);
    onStateChange = [this]
    {
        // It changes for many reasons, and somebody else may hold the talk key.
        if (isDown() != isHeldByMouse && !isHeldByKey)
        {
            isHeldByMouse = isDown();
            hold(isHeldByMouse);
        }
    };
    attachment.sendInitialUpdate();
}

TalkButton::~TalkButton()
{
    onStateChange = nullptr;
    if (isHeldByKey || isHeldByMouse)
        hold(false);
}

void TalkButton::hold(bool isHeld)
{
    if (talk.get() != isHeld)
        attachment.setValueAsCompleteGesture(isHeld ? 1.0F : 0.0F);
}

bool TalkButton::keyPressed(const juce::KeyPress& key)
{
    if (key.getKeyCode() != juce::KeyPress::spaceKey)
        return TextButton::keyPressed(key);
    isHeldByKey = true;
    hold(true);
    return true;
}

bool TalkButton::keyStateChanged(bool isAnyDown)
{
    if (!isHeldByKey)
        return TextButton::keyStateChanged(isAnyDown);
    if (!juce::KeyPress::isKeyCurrentlyDown(juce::KeyPress::spaceKey))
    {
        isHeldByKey = false;
        hold(false);
    }
    return true;
}

void TalkButton::focusLost(FocusChangeType cause)
{
    if (isHeldByKey)
        hold(false);
    isHeldByKey = false;
    TextButton::focusLost(cause);
}

std::unique_ptr<juce::AccessibilityHandler> TalkButton::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(
        *this, juce::AccessibilityRole::toggleButton,
        juce::AccessibilityActions().addAction(juce::AccessibilityActionType::press, [this] { hold(!talk.get()); }));
}

} // namespace parley::plugin
