// SPDX-License-Identifier: GPL-3.0-or-later
// The last seconds as a picture: how loud the input was, where speech was detected, when the agent sounded.
#pragma once

#include <JuceHeader.h>

#include <array>
#include <optional>

namespace parley::plugin
{

/// @thread message
class DetectionView : public juce::Component, public juce::SettableTooltipClient
{
public:
    struct Moment
    {
        float inputDb = lowestDb; ///< Peak, against full scale.
        bool isSpeech = false;    ///< The service, or the detector on this side, hears speech.
        bool isAgentSounding = false;
    };

    DetectionView();

    /// To be called `framesPerSecond` times a second.
    void show(const Moment& moment);

    /// Server VAD's threshold, 0 to 1; nothing: another mode decides.
    void setThreshold(std::optional<double> probability);

    /// Where the threshold lies for what was heard last; nothing when there is none.
    [[nodiscard]] std::optional<float> thresholdDb() const;

    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    static constexpr int framesPerSecond = 30;
    static constexpr int seconds = 10;
    static constexpr float lowestDb = -70.0F;

private:
    static constexpr std::size_t moments = std::size_t{framesPerSecond} * seconds;

    [[nodiscard]] const Moment& at(std::size_t index) const { return history[(next + index) % moments]; }
    [[nodiscard]] float noiseFloorDb() const;
    [[nodiscard]] juce::Rectangle<float> plotArea() const;
    [[nodiscard]] float xOf(std::size_t index) const;
    [[nodiscard]] float yOf(float decibels) const;
    void paintGrid(juce::Graphics& g) const;
    void paintSpeech(juce::Graphics& g) const;
    void paintLevel(juce::Graphics& g) const;
    void paintThreshold(juce::Graphics& g) const;
    void paintLegend(juce::Graphics& g) const;

    std::array<Moment, moments> history{};
    std::size_t next = 0;
    std::optional<double> threshold;
};

} // namespace parley::plugin
