// SPDX-License-Identifier: GPL-3.0-or-later
// An editor on the screen, in a component of its own as JUCE's wrappers of plugins show it.
#pragma once

#include "Plugin/MessageThread.h"

#include <memory>

namespace parley::tests
{

class EditorWindow
{
public:
    explicit EditorWindow(juce::Component& editor)
    {
        onMessageThread(
            [&]
            {
                frame = std::make_unique<juce::Component>();
                frame->setSize(editor.getWidth(), editor.getHeight());
                frame->addAndMakeVisible(editor);
                frame->addToDesktop(0);
                frame->setVisible(true);
            });
    }
    ~EditorWindow()
    {
        onMessageThread([this] { frame.reset(); });
    }
    EditorWindow(const EditorWindow&) = delete;
    EditorWindow& operator=(const EditorWindow&) = delete;

    /// @thread message
    void press(int key) const { frame->getPeer()->handleKeyPress(juce::KeyPress(key)); }

    /// With the left button, on this place of the component. @thread message
    void click(const juce::Component& component, juce::Point<int> place) const
    {
        const auto position = frame->getLocalPoint(&component, place).toFloat();
        for (const auto button : {juce::ModifierKeys::leftButtonModifier, juce::ModifierKeys::noModifiers})
            frame->getPeer()->handleMouseEvent(juce::MouseInputSource::InputSourceType::mouse, position, button, 1.0F,
                                               0.0F, juce::Time::currentTimeMillis());
    }

private:
    std::unique_ptr<juce::Component> frame;
};

} // namespace parley::tests
