// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReportText.h"

#include "LatencyTable.h"
#include "ReportStyle.h"

#include <cmath>
#include <filesystem>

namespace parley::host
{

namespace
{

juce::String text(const std::string& utf8)
{
    return juce::String::fromUTF8(utf8.c_str());
}

juce::String fileName(const std::string& path)
{
    return text(std::filesystem::path(path).filename().string());
}

juce::String timeOf(const Turn& turn)
{
    return turn.startMs ? juce::String(*turn.startMs / 1000, 2) + " s" : juce::String();
}

juce::String wordsOf(const Turn& turn)
{
    const auto words = turn.transcript.empty() ? juce::String("(no transcript)") : text(turn.transcript);
    return turn.wasInterrupted ? words + " (interrupted)" : words;
}

void drawSectionName(juce::Graphics& g, juce::Rectangle<int> where, const juce::String& name)
{
    g.setColour(style::faintInk);
    g.setFont(style::bold(15));
    g.drawText(name, where, juce::Justification::centredLeft);
}

void drawLatencyRow(juce::Graphics& g, juce::Rectangle<int> where, const LatencyRow& row)
{
    const auto column = [&](const std::string& value, int width)
    { g.drawText(text(value), where.removeFromRight(width), juce::Justification::centredRight); };
    column(row.max, 84);
    column(row.median, 88);
    column(row.count, 64);
    g.drawText(text(row.name).replace("->", juce::String::charToString(0x2192)), where,
               juce::Justification::centredLeft);
}

} // namespace

void drawHeading(juce::Graphics& g, juce::Rectangle<int> where, const RunReport& report)
{
    g.setColour(style::ink);
    g.setFont(style::bold(28));
    g.drawText("A conversation with " + fileName(report.plugin), where.removeFromTop(36),
               juce::Justification::centredLeft);
    const auto facts = fileName(report.input) + "   |   " + juce::String(report.take.sampleRate) + " Hz   |   " +
                       (report.channels == 1 ? "mono" : "stereo") + "   |   " + text(report.block) +
                       (report.block == "random" ? " blocks of 0 to 2048 frames" : " frames a block") + "   |   " +
                       juce::String(report.lateBlocks) + " late blocks";
    g.setColour(style::faintInk);
    g.setFont(style::plain(17));
    g.drawText(facts, where.removeFromTop(24), juce::Justification::centredLeft);
    if (report.failure.empty())
        return;
    g.setColour(style::failure);
    g.setFont(style::bold(17));
    g.drawFittedText(text(report.failure), where, juce::Justification::centredLeft, 1);
}

void drawTranscript(juce::Graphics& g, juce::Rectangle<int> where, const RunReport& report)
{
    drawSectionName(g, where.removeFromTop(26), "What was said");
    std::size_t drawn = 0;
    for (const auto& turn : report.turns)
    {
        const bool isUser = turn.role == TurnRole::user;
        juce::AttributedString words;
        words.append(wordsOf(turn), style::plain(19), style::ink);
        juce::TextLayout layout;
        layout.createLayout(words, static_cast<float>(where.getWidth() - 180));
        const auto height = static_cast<int>(std::ceil(layout.getHeight())) + 12;
        if (height > where.getHeight() - 24)
            break;
        auto row = where.removeFromTop(height);
        g.setColour(style::faintInk);
        g.setFont(style::plain(17));
        g.drawText(timeOf(turn), row.removeFromLeft(80).withHeight(21), juce::Justification::centredLeft);
        g.setColour(isUser ? style::user : style::agent);
        g.setFont(style::bold(19));
        g.drawText(isUser ? "You" : "Parley", row.removeFromLeft(100).withHeight(20), juce::Justification::centredLeft);
        layout.draw(g, row.toFloat());
        ++drawn;
    }
    if (drawn < report.turns.size())
        drawSectionName(g, where.removeFromTop(24), "and " + juce::String(report.turns.size() - drawn) + " more");
}

void drawLatencies(juce::Graphics& g, juce::Rectangle<int> where, const RunReport& report)
{
    g.setColour(style::faintInk);
    g.setFont(style::bold(15));
    drawLatencyRow(g, where.removeFromTop(26), {"Latency", "count", "median", "max"});
    for (const auto& row : latencyRows(report.latency))
    {
        g.setColour(style::rule);
        g.fillRect(where.removeFromTop(1));
        g.setColour(style::ink);
        g.setFont(style::plain(17));
        drawLatencyRow(g, where.removeFromTop(32), row);
    }
    g.setColour(style::faintInk);
    g.setFont(style::plain(14));
    g.drawFittedText(
        "End of speech: the end of the last 10 ms of the turn whose level above 150 Hz is within 35 dB of "
        "the loudest. First audible: the first output frame after it above -60 dBFS. First word: the first such 10 ms "
        "of the answer.",
        where.withTrimmedTop(8).removeFromTop(56), juce::Justification::topLeft, 3, 1.0F);
}

} // namespace parley::host
