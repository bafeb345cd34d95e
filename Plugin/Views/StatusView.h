// SPDX-License-Identifier: GPL-3.0-or-later
// A light and a sentence: where the connection stands and what to do.
#pragma once

#include "Bridge/VoiceBridge.h"

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class StatusView : public juce::Component, public juce::SettableTooltipClient
{
public:
    StatusView();

    /// A notice, when there is one, stands in the place of the sentence.
    void show(const bridge::BridgeStatus& status, const std::string& notice);

    void paint(juce::Graphics& g) override;

private:
    juce::Colour light;
    juce::String sentence;
};

} // namespace parley::plugin
