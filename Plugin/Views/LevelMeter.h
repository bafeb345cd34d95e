// SPDX-License-Identifier: GPL-3.0-or-later
// A horizontal peak meter with a slow fall, -60 dB to full scale.
#pragma once

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class LevelMeter : public juce::Component, public juce::SettableTooltipClient
{
public:
    explicit LevelMeter(const juce::String& name);

    /// The peak since the last call, full scale at 1; to be called `framesPerSecond` times a second.
    void show(float peak);

    void paint(juce::Graphics& g) override;

    static constexpr int framesPerSecond = 30;

private:
    float shownDb = lowestDb;
    static constexpr float lowestDb = -60.0F;
    static constexpr float fallDbPerSecond = 36.0F;
};

} // namespace parley::plugin
