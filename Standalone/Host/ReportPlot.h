// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the sound of a run: input above output on one axis of seconds, with the turns and the latencies marked.
#pragma once

#include "RunReport.h"

#include <JuceHeader.h>

namespace parley::host
{

/// @thread message
class ReportPlot
{
public:
    ReportPlot(const RunReport& shown, juce::Rectangle<int> where);

    void draw(juce::Graphics& g) const;

private:
    void drawLane(juce::Graphics& g, juce::Rectangle<int> lane, const juce::String& name, juce::Colour colour,
                  const std::vector<float>& samples) const;
    void drawWave(juce::Graphics& g, juce::Rectangle<int> lane, const std::vector<float>& samples) const;
    void drawTurns(juce::Graphics& g) const;
    void drawAnswers(juce::Graphics& g) const;
    void drawAnswer(juce::Graphics& g, const HeardAnswer& answer, bool isExplained) const;
    void drawMark(juce::Graphics& g, double ms, juce::Colour colour) const;
    void drawAxis(juce::Graphics& g) const;
    [[nodiscard]] float xOf(double ms) const;

    const RunReport& report;
    juce::Rectangle<int> inputLane;
    juce::Rectangle<int> outputLane;
    juce::Rectangle<int> gap; ///< Between the lanes, where the latencies stand.
    juce::Rectangle<int> axis;
    double lengthMs;
};

} // namespace parley::host
