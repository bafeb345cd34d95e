// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReportPlot.h"

#include "Loudness.h"
#include "ReportStyle.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace parley::host
{

namespace
{

constexpr int nameWidth = 104;
constexpr int axisHeight = 30;
constexpr int gapHeight = 34;

/// The step of the axis that leaves at most twenty labels.
double axisStepSeconds(double seconds)
{
    for (const auto step : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0})
        if (seconds / step <= 20)
            return step;
    return 120;
}

} // namespace

ReportPlot::ReportPlot(const RunReport& shown, juce::Rectangle<int> where)
    : report(shown)
    , lengthMs(std::max(1000.0, shown.take.msOf(std::max(shown.take.input.size(), shown.take.output.size()))))
{
    axis = where.removeFromBottom(axisHeight).withTrimmedLeft(nameWidth);
    where.removeFromLeft(nameWidth);
    const auto laneHeight = (where.getHeight() - gapHeight) / 2;
    inputLane = where.removeFromTop(laneHeight);
    gap = where.removeFromTop(gapHeight);
    outputLane = where;
}

void ReportPlot::draw(juce::Graphics& g) const
{
    drawLane(g, inputLane, "You", style::user, report.take.input);
    drawLane(g, outputLane, "Parley", style::agent, report.take.output);
    drawAxis(g);
    drawTurns(g);
    drawAnswers(g);
}

float ReportPlot::xOf(double ms) const
{
    return static_cast<float>(inputLane.getX() + inputLane.getWidth() * ms / lengthMs);
}

void ReportPlot::drawLane(juce::Graphics& g, juce::Rectangle<int> lane, const juce::String& name, juce::Colour colour,
                          const std::vector<float>& samples) const
{
    g.setColour(style::lane);
    g.fillRect(lane);
    g.setColour(style::rule);
    g.drawRect(lane);
    g.drawHorizontalLine(lane.getCentreY(), static_cast<float>(lane.getX()), static_cast<float>(lane.getRight()));
    const auto label = lane.withX(lane.getX() - nameWidth).withWidth(nameWidth - 12);
    const auto loudest = juce::Decibels::gainToDecibels(peak(samples), -100.0F);
    g.setColour(style::faintInk);
    g.setFont(style::plain(14));
    g.drawText("peak " + juce::String(juce::roundToInt(loudest)) + " dB", label.translated(0, 22),
               juce::Justification::centredRight);
    g.setColour(colour);
    g.setFont(style::bold(20));
    g.drawText(name, label, juce::Justification::centredRight);
    drawWave(g, lane, samples);
}

void ReportPlot::drawWave(juce::Graphics& g, juce::Rectangle<int> lane, const std::vector<float>& samples) const
{
    const auto loudest = peak(samples);
    if (loudest <= 0)
        return;
    const auto half = static_cast<float>(lane.getHeight()) / 2 - 6;
    const auto middle = static_cast<float>(lane.getCentreY());
    const auto framesPerPixel = lengthMs / 1000 * report.take.sampleRate / lane.getWidth();
    for (int column = 0; column < lane.getWidth(); ++column)
    {
        const auto begin = static_cast<std::size_t>(column * framesPerPixel);
        const auto end = std::min(samples.size(), static_cast<std::size_t>((column + 1) * framesPerPixel));
        if (begin >= end)
            return;
        const auto [low, high] = std::minmax_element(samples.begin() + static_cast<std::ptrdiff_t>(begin),
                                                     samples.begin() + static_cast<std::ptrdiff_t>(end));
        const auto top = middle - *high / loudest * half;
        const auto bottom = middle - *low / loudest * half;
        g.fillRect(static_cast<float>(lane.getX() + column), top, 1.0F, std::max(1.0F, bottom - top));
    }
}

void ReportPlot::drawTurns(juce::Graphics& g) const
{
    g.setColour(style::userShade);
    for (const auto& turn : report.turns)
        if (turn.role == TurnRole::user && turn.startMs && turn.endMs)
        {
            const auto left = xOf(*turn.startMs);
            g.fillRect(left, static_cast<float>(inputLane.getY()), xOf(*turn.endMs) - left,
                       static_cast<float>(outputLane.getBottom() - inputLane.getY()));
        }
}

void ReportPlot::drawAnswers(juce::Graphics& g) const
{
    for (const auto& answer : report.latency.answers)
        drawAnswer(g, answer, &answer == &report.latency.answers.front());
}

void ReportPlot::drawAnswer(juce::Graphics& g, const HeardAnswer& answer, bool isExplained) const
{
    drawMark(g, answer.endOfSpeechMs, style::user);
    drawMark(g, answer.firstAudibleMs, style::mark);
    const auto left = xOf(answer.endOfSpeechMs);
    const auto right = xOf(answer.firstAudibleMs);
    const auto y = static_cast<float>(gap.getCentreY());
    const auto room = 10;
    g.setFont(style::plain(16));
    g.setColour(style::user);
    if (isExplained)
        g.drawText("end of speech", gap.withRight(static_cast<int>(left) - room), juce::Justification::centredRight);
    g.setColour(style::mark);
    g.drawArrow({left, y, right, y}, 1.5F, 7, std::min(7.0F, std::max(1.0F, right - left)));
    g.setFont(style::bold(16));
    g.drawText((isExplained ? "first sound after " : "") + juce::String(juce::roundToInt(answer.latencyMs())) + " ms",
               gap.withLeft(static_cast<int>(right) + room), juce::Justification::centredLeft);
}

void ReportPlot::drawMark(juce::Graphics& g, double ms, juce::Colour colour) const
{
    const std::array<float, 2> dashes{6, 4};
    const auto x = xOf(ms);
    g.setColour(colour);
    g.drawDashedLine({x, static_cast<float>(inputLane.getY()), x, static_cast<float>(outputLane.getBottom())},
                     dashes.data(), static_cast<int>(dashes.size()), 1.5F);
}

void ReportPlot::drawAxis(juce::Graphics& g) const
{
    const auto step = axisStepSeconds(lengthMs / 1000);
    g.setFont(style::plain(15));
    for (double seconds = 0; seconds * 1000 <= lengthMs; seconds += step)
    {
        const auto x = xOf(seconds * 1000);
        g.setColour(style::faintInk);
        g.drawVerticalLine(static_cast<int>(x), static_cast<float>(axis.getY()), static_cast<float>(axis.getY() + 6));
        const auto place = juce::Rectangle<int>(80, 20).withCentre({static_cast<int>(x), axis.getY() + 17});
        g.drawText(juce::String(seconds, step < 1 ? 1 : 0) + " s", place, juce::Justification::centred);
    }
}

} // namespace parley::host
