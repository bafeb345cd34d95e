// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/LatencyPlot.h"

#include "Plugin/Views/Theme.h"

#include <algorithm>
#include <array>
#include <vector>

namespace parley::plugin
{

namespace
{

constexpr float scaleWidth = 70.0F;
constexpr float headHeight = 20.0F; ///< Of the sentence, and of the legend below it.
constexpr int gridLines = 4;

std::vector<double> spokenOf(const std::deque<TurnLatency>& turns)
{
    std::vector<double> spoken;
    for (const auto& turn : turns)
        if (turn.endOfSpeechToAudibleMs)
            spoken.push_back(*turn.endOfSpeechToAudibleMs);
    std::sort(spoken.begin(), spoken.end());
    return spoken;
}

juce::String inMilliseconds(double time)
{
    return juce::String(juce::roundToInt(time)) + " ms";
}

juce::String turnsInWords(std::size_t count, const char* kind)
{
    return juce::String(count) + " " + kind + (count == 1 ? " turn" : " turns");
}

} // namespace

LatencyPlot::LatencyPlot()
{
    setTitle("Latency of the last turns");
    setDescription(sentence());
    setTooltip("From the end of your speech to the first audible frame of the answer. The lower part of a bar is the "
               "part on this machine: from the arrival of the answer's first audio until it is heard. A turn that "
               "was written has only that.");
}

void LatencyPlot::show(const std::deque<TurnLatency>& turns)
{
    if (turns == shown)
        return;
    shown = turns;
    setDescription(sentence());
    repaint();
}

std::optional<double> LatencyPlot::medianMs() const
{
    const auto spoken = spokenOf(shown);
    return spoken.empty() ? std::nullopt : std::optional(spoken[spoken.size() / 2]);
}

juce::String LatencyPlot::sentence() const
{
    if (shown.empty())
        return "No turn was measured yet.";
    const auto spoken = spokenOf(shown);
    if (spoken.empty())
        return turnsInWords(shown.size(), "written") + ", no spoken one.";
    return "Median " + inMilliseconds(*medianMs()) + ", longest " + inMilliseconds(spoken.back()) + "; " +
           turnsInWords(spoken.size(), "spoken") + ", " +
           (shown.size() == spoken.size() ? juce::String("none") : juce::String(shown.size() - spoken.size())) +
           " written.";
}

std::vector<LegendEntry> LatencyPlot::legend()
{
    return {{theme::accent, "until it arrives"}, {theme::speaking, "on this machine"}, {theme::warning, "median"}};
}

double LatencyPlot::scaleMs() const
{
    double highest = 0;
    for (const auto& turn : shown)
        highest = std::max({highest, turn.endOfSpeechToAudibleMs.value_or(0), turn.wireToOutputMs.value_or(0)});
    constexpr std::array steps{100.0, 200.0, 400.0, 800.0, 1200.0, 2000.0, 4000.0, 8000.0, 20000.0, 40000.0};
    const auto found = std::find_if(steps.begin(), steps.end(), [&](double step) { return step >= highest; });
    return found == steps.end() ? highest : *found;
}

juce::Rectangle<float> LatencyPlot::plotArea() const
{
    return getLocalBounds().toFloat().withTrimmedTop(2.0F * headHeight).withTrimmedLeft(scaleWidth).reduced(0.5F, 6.0F);
}

void LatencyPlot::paint(juce::Graphics& g)
{
    g.setColour(theme::field);
    g.fillRoundedRectangle(plotArea(), 3.0F);
    g.setFont(theme::small());
    g.setColour(theme::quietText);
    if (shown.empty())
        g.drawFittedText(sentence(), plotArea().toNearestInt(), juce::Justification::centred, 2);
    else
    {
        paintScale(g);
        paintTurns(g);
        paintMedian(g);
    }
    g.setColour(theme::edge);
    g.drawRoundedRectangle(plotArea(), 3.0F, 1.0F);
    paintHead(g);
}

void LatencyPlot::paintHead(juce::Graphics& g) const
{
    auto head = getLocalBounds().toFloat();
    g.setColour(theme::quietText);
    g.drawFittedText(shown.empty() ? juce::String("End of speech to first audible frame") : sentence(),
                     head.removeFromTop(headHeight).toNearestInt(), juce::Justification::centredLeft, 1, 0.75F);
    paintLegend(g, head.removeFromTop(headHeight), legend());
}

void LatencyPlot::paintScale(juce::Graphics& g) const
{
    const auto area = plotArea();
    for (int line = 0; line <= gridLines; ++line)
    {
        const float y = area.getBottom() - area.getHeight() * static_cast<float>(line) / gridLines;
        g.setColour(theme::outline);
        g.fillRect(area.getX(), y, area.getWidth(), 1.0F);
        g.setColour(theme::quietText);
        g.drawText(inMilliseconds(scaleMs() * line / gridLines),
                   juce::Rectangle<float>(0.0F, y - 9.0F, scaleWidth - 6.0F, 18.0F), juce::Justification::centredRight);
    }
}

void LatencyPlot::paintTurns(juce::Graphics& g) const
{
    const auto area = plotArea().reduced(4.0F, 0.0F);
    const float step = area.getWidth() / static_cast<float>(SessionFigureReader::mostLatencies);
    const auto bar = [&](std::size_t index, double time)
    {
        const float height = area.getHeight() * static_cast<float>(time / scaleMs());
        return juce::Rectangle<float>(area.getX() + step * static_cast<float>(index), area.getBottom() - height,
                                      std::max(2.0F, step - 2.0F), height);
    };
    for (std::size_t index = 0; index < shown.size(); ++index)
    {
        g.setColour(theme::accent);
        if (const auto& whole = shown[index].endOfSpeechToAudibleMs)
            g.fillRect(bar(index, *whole));
        g.setColour(theme::speaking);
        if (const auto& here = shown[index].wireToOutputMs)
            g.fillRect(bar(index, *here));
    }
}

void LatencyPlot::paintMedian(juce::Graphics& g) const
{
    const auto median = medianMs();
    if (!median)
        return;
    const auto area = plotArea();
    const float y = area.getBottom() - area.getHeight() * static_cast<float>(*median / scaleMs());
    constexpr std::array<float, 2> dashes{6.0F, 4.0F};
    g.setColour(theme::warning);
    g.drawDashedLine({area.getX(), y, area.getRight(), y}, dashes.data(), static_cast<int>(dashes.size()), 1.5F);
}

std::unique_ptr<juce::AccessibilityHandler> LatencyPlot::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::image);
}

} // namespace parley::plugin
