// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the agent answered, turn by turn: a bar for each of the last turns, and their median.
#pragma once

#include "Plugin/SessionFigures.h"
#include "Plugin/Views/Legend.h"

#include <JuceHeader.h>

#include <deque>
#include <optional>
#include <vector>

namespace parley::plugin
{

/// @thread message
class LatencyPlot : public juce::Component, public juce::SettableTooltipClient
{
public:
    LatencyPlot();

    void show(const std::deque<TurnLatency>& turns);

    /// In words, as a screen reader says it: "Median 820 ms, longest 1410 ms; 12 spoken turns, 38 written."
    [[nodiscard]] juce::String sentence() const;

    /// What the bars and the dashed line are.
    [[nodiscard]] static std::vector<LegendEntry> legend();

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    [[nodiscard]] std::optional<double> medianMs() const;
    [[nodiscard]] double scaleMs() const;
    [[nodiscard]] juce::Rectangle<float> plotArea() const;
    void paintHead(juce::Graphics& g) const;
    void paintScale(juce::Graphics& g) const;
    void paintTurns(juce::Graphics& g) const;
    void paintMedian(juce::Graphics& g) const;

    std::deque<TurnLatency> shown;
};

} // namespace parley::plugin
