// SPDX-License-Identifier: GPL-3.0-or-later
// What a probe of the service saw, stage by stage: how long each took, and at which one it ended.
#pragma once

#include "Realtime/Probe.h"

#include <JuceHeader.h>

#include <optional>
#include <vector>

namespace parley::plugin
{

/// @thread message
class ProbeView : public juce::Component, public juce::SettableTooltipClient
{
public:
    ProbeView();

    void showRunning();
    void show(const realtime::ProbeReport& report);

    /// In words, as a screen reader says it.
    [[nodiscard]] const juce::String& sentence() const noexcept { return words; }
    [[nodiscard]] int preferredHeight() const;
    /// As it stands beside a stage: 0.3 ms, 21 ms.
    [[nodiscard]] static juce::String inMilliseconds(std::chrono::microseconds time);

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    struct Stage
    {
        juce::String name;
        std::optional<std::chrono::microseconds> time{}; ///< Empty: not measured.
        bool isReached = false;
        bool isFailed = false;
    };

    void take(const realtime::ProbeReport& report);
    void takeConnecting(const realtime::ProbeReport& report);
    void paintStage(juce::Graphics& g, const Stage& stage, juce::Rectangle<int> row) const;

    std::vector<Stage> stages;
    juce::String words;
    bool isGood = false;
    bool isOver = false;
};

} // namespace parley::plugin
