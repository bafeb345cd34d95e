// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/DetectionView.h"

#include "Plugin/Views/Legend.h"
#include "Plugin/Views/Theme.h"

#include <algorithm>
#include <cmath>

namespace parley::plugin
{

namespace
{

constexpr float scaleWidth = 36.0F;
constexpr float legendHeight = 24.0F;
constexpr float agentStrip = 6.0F;
constexpr float highestDb = 0.0F;

// How Parley's own service weighs a sound (Source/Service/SpeechProbability.h): one half is 9 dB over the noise floor,
// and the odds grow by e each 3 dB.
constexpr double evenOddsDb = 9.0;
constexpr double slopeDb = 3.0;
constexpr float quietestFloorDb = -65.0F;
/// The noise floor is the quietest level of the last seconds, as it is there.
constexpr std::size_t floorMoments = std::size_t{DetectionView::framesPerSecond} * 12 / 5;

} // namespace

DetectionView::DetectionView()
{
    setTitle("What is heard");
    setTooltip("The input's level over the last seconds, where speech was detected, and when the agent sounded. The "
               "threshold is drawn as Parley's own service takes it; other services weigh a sound in ways of their "
               "own.");
}

void DetectionView::show(const Moment& moment)
{
    const bool wasSpeech = at(moments - 1).isSpeech;
    history[next] = moment;
    next = (next + 1) % moments;
    if (wasSpeech != moment.isSpeech || getDescription().isEmpty())
        setDescription(moment.isSpeech ? "Speech is detected." : "No speech is detected.");
    repaint();
}

void DetectionView::setThreshold(std::optional<double> probability)
{
    threshold = probability;
}

float DetectionView::noiseFloorDb() const
{
    float quietest = highestDb;
    for (std::size_t index = moments - floorMoments; index < moments; ++index)
        quietest = std::min(quietest, at(index).inputDb);
    return std::max(quietest, quietestFloorDb);
}

std::optional<float> DetectionView::thresholdDb() const
{
    if (!threshold)
        return std::nullopt;
    const double odds = std::clamp(*threshold, 0.01, 0.995);
    return noiseFloorDb() + static_cast<float>(evenOddsDb + slopeDb * std::log(odds / (1.0 - odds)));
}

juce::Rectangle<float> DetectionView::plotArea() const
{
    return getLocalBounds().toFloat().withTrimmedTop(legendHeight).withTrimmedLeft(scaleWidth).reduced(0.5F, 4.0F);
}

float DetectionView::xOf(std::size_t index) const
{
    const auto area = plotArea();
    return area.getX() + area.getWidth() * static_cast<float>(index) / static_cast<float>(moments - 1);
}

float DetectionView::yOf(float decibels) const
{
    const auto area = plotArea().withTrimmedBottom(agentStrip);
    const float share = (juce::jlimit(lowestDb, highestDb, decibels) - lowestDb) / (highestDb - lowestDb);
    return area.getBottom() - area.getHeight() * share;
}

void DetectionView::paint(juce::Graphics& g)
{
    g.setColour(theme::field);
    g.fillRoundedRectangle(plotArea(), 3.0F);
    paintSpeech(g);
    paintGrid(g);
    paintLevel(g);
    paintThreshold(g);
    g.setColour(theme::edge);
    g.drawRoundedRectangle(plotArea(), 3.0F, 1.0F);
    paintLegend(g);
}

void DetectionView::paintGrid(juce::Graphics& g) const
{
    constexpr float stepDb = 20.0F;
    const auto area = plotArea();
    g.setFont(theme::small());
    for (float decibels = highestDb; decibels > lowestDb; decibels -= stepDb)
    {
        const float y = yOf(decibels);
        g.setColour(theme::outline);
        g.fillRect(area.getX(), y, area.getWidth(), 1.0F);
        g.setColour(theme::quietText);
        g.drawText(juce::String(juce::roundToInt(decibels)),
                   juce::Rectangle<float>(0.0F, std::max(y - 9.0F, legendHeight), scaleWidth - 6.0F, 18.0F),
                   juce::Justification::centredRight);
    }
}

void DetectionView::paintSpeech(juce::Graphics& g) const
{
    const auto area = plotArea();
    const float width = area.getWidth() / static_cast<float>(moments - 1) + 0.5F;
    for (std::size_t index = 0; index < moments; ++index)
    {
        const auto column = area.withX(xOf(index)).withWidth(width).getIntersection(area);
        if (at(index).isSpeech)
        {
            g.setColour(theme::accent.withAlpha(0.28F));
            g.fillRect(column);
        }
        if (at(index).isAgentSounding)
        {
            g.setColour(theme::speaking);
            g.fillRect(column.withTop(area.getBottom() - agentStrip));
        }
    }
}

void DetectionView::paintLevel(juce::Graphics& g) const
{
    juce::Path level;
    level.startNewSubPath(xOf(0), yOf(at(0).inputDb));
    for (std::size_t index = 1; index < moments; ++index)
        level.lineTo(xOf(index), yOf(at(index).inputDb));
    g.setColour(theme::text);
    g.strokePath(level, juce::PathStrokeType(1.5F));
}

void DetectionView::paintThreshold(juce::Graphics& g) const
{
    const auto decibels = thresholdDb();
    if (!decibels)
        return;
    const auto area = plotArea();
    const float y = yOf(*decibels);
    constexpr std::array<float, 2> dashes{6.0F, 4.0F};
    g.setColour(theme::warning);
    g.drawDashedLine({area.getX(), y, area.getRight(), y}, dashes.data(), static_cast<int>(dashes.size()), 1.5F);
}

void DetectionView::paintLegend(juce::Graphics& g) const
{
    std::vector<LegendEntry> entries{
        {theme::text, "input"}, {theme::accent.withAlpha(0.6F), "speech"}, {theme::speaking, "agent"}};
    if (threshold)
        entries.push_back({theme::warning, "threshold"});
    parley::plugin::paintLegend(
        g, getLocalBounds().toFloat().removeFromTop(legendHeight - 2.0F).withTrimmedLeft(scaleWidth), entries);
}

std::unique_ptr<juce::AccessibilityHandler> DetectionView::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::image);
}

} // namespace parley::plugin
