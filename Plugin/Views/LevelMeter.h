// SPDX-License-Identifier: GPL-3.0-or-later
// A horizontal peak meter, -60 dB to full scale: falls slowly, and holds its highest peak for a while.
#pragma once

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class LevelMeter : public juce::Component, public juce::SettableTooltipClient
{
public:
    /// `shortName` stands beside the bar, `name` is what a screen reader says.
    LevelMeter(const juce::String& shortName, const juce::String& name);

    /// The peak since the last call, full scale at 1; to be called `framesPerSecond` times a second.
    void show(float peak);

    [[nodiscard]] float levelDb() const noexcept { return shownDb; }
    [[nodiscard]] float heldDb() const noexcept { return peakDb; }

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    static constexpr int framesPerSecond = 30;
    static constexpr float lowestDb = -60.0F;
    static constexpr int heldFrames = framesPerSecond * 3 / 2;

private:
    class Value;
    [[nodiscard]] static float shareOf(float decibels) noexcept { return (decibels - lowestDb) / -lowestDb; }
    void paintBar(juce::Graphics& g, juce::Rectangle<float> area) const;

    juce::String label;
    float shownDb = lowestDb;
    float peakDb = lowestDb;
    int framesSincePeak = 0;
};

} // namespace parley::plugin
