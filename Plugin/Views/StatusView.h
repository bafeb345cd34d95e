// SPDX-License-Identifier: GPL-3.0-or-later
// A lamp and a word that can be read from afar: how the agent stands.
#pragma once

#include "Plugin/SessionFigures.h"

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class StatusView : public juce::Component, public juce::SettableTooltipClient
{
public:
    StatusView();

    /// A screen reader is told when the word changes; `sentence` is what stands behind it.
    void show(Phase phase, const juce::String& sentence);

    [[nodiscard]] Phase phase() const noexcept { return shown; }

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    Phase shown = Phase::offline;
};

} // namespace parley::plugin
