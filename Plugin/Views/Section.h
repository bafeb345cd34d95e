// SPDX-License-Identifier: GPL-3.0-or-later
// A titled, rounded ground for a group of controls.
#pragma once

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class Section : public juce::Component
{
public:
    explicit Section(const juce::String& name);

    void paint(juce::Graphics& g) override;

protected:
    /// The place for controls, below the title.
    [[nodiscard]] juce::Rectangle<int> contentBounds() const;

    /// The height of a section whose rows of controls have this height in all.
    [[nodiscard]] static int heightFor(int contentHeight) noexcept;

    /// Adds a control with what a screen reader says of it and what a pointer resting on it shows.
    template <typename Control>
    void add(Control& control, const juce::String& name, const juce::String& tooltip)
    {
        control.setTitle(name);
        control.setTooltip(tooltip);
        addAndMakeVisible(control);
    }

    /// A text field that leaves the keyboard to the host again on Escape.
    static void prepareTextField(juce::TextEditor& field, const juce::String& whenEmpty);

    /// Shows the text unless the user is writing there.
    static void showText(juce::TextEditor& field, const std::string& text);
};

} // namespace parley::plugin
