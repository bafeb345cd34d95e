// SPDX-License-Identifier: GPL-3.0-or-later
// One fact: what it is, quietly, and its value beside it.
#pragma once

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class FactView : public juce::Component, public juce::SettableTooltipClient
{
public:
    /// `shortName` stands before the value, `name` is what a screen reader says.
    FactView(const juce::String& shortName, const juce::String& name, int nameWidth);

    /// Without a value a dash is shown. `remark` is added to the tooltip.
    void show(const juce::String& value, const juce::String& remark = {});
    [[nodiscard]] const juce::String& value() const noexcept { return shown; }
    /// Whether the whole value is seen, in theme::body().
    [[nodiscard]] bool isWhole() const;

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    juce::String label;
    juce::String fullName;
    juce::String shown;
    int labelWidth = 0;
};

} // namespace parley::plugin
