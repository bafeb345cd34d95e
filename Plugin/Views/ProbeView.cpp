// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ProbeView.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

#include <algorithm>
#include <array>

namespace parley::plugin
{

namespace
{

constexpr int stageHeight = 24;
constexpr int sentenceHeight = 62;
constexpr int stageCount = 8;

using namespace std::chrono_literals;

std::optional<std::chrono::microseconds> ifTaken(std::chrono::microseconds time)
{
    return time > 0us ? std::optional(time) : std::nullopt;
}

} // namespace

ProbeView::ProbeView()
    : words("Probe asks the service for one short answer, outside of any conversation, and tells how far it came.")
{
    setTitle("What the probe saw");
    setDescription(words);
}

int ProbeView::preferredHeight() const
{
    return sentenceHeight + stageCount * stageHeight;
}

juce::String ProbeView::inMilliseconds(std::chrono::microseconds time)
{
    const double taken = static_cast<double>(time.count()) / 1000.0;
    return (time < 10ms ? juce::String(taken, 1) : juce::String(juce::roundToInt(taken))) + " ms";
}

void ProbeView::showRunning()
{
    stages.clear();
    isOver = false;
    words = "Probing...";
    setDescription(words);
    repaint();
}

void ProbeView::show(const realtime::ProbeReport& report)
{
    isOver = true;
    isGood = !report.error.has_value();
    words = isGood ? toJuce(report.line()) : toJuce(report.error->message);
    take(report);
    setTooltip(toJuce(report.line()));
    setDescription(words);
    juce::AccessibilityHandler::postAnnouncement(words, juce::AccessibilityHandler::AnnouncementPriority::medium);
    repaint();
}

void ProbeView::take(const realtime::ProbeReport& report)
{
    stages.clear();
    takeConnecting(report);
    const auto add = [this](const char* name, const std::optional<std::chrono::microseconds>& time) {
        stages.push_back({name, time, time.has_value(), false});
    };
    add("Session", report.sessionCreated);
    add("First words", report.firstToken);
    add("Answer", report.done);
    const auto failed = std::find_if(stages.begin(), stages.end(), [](const Stage& stage) { return !stage.isReached; });
    if (!isGood && failed != stages.end())
        failed->isFailed = true;
}

void ProbeView::takeConnecting(const realtime::ProbeReport& report)
{
    struct Known
    {
        const char* name;
        const char* where; ///< As errors name it, see net::WebSocketDeadlines.
        std::chrono::microseconds time;
        bool isAlways;
    };
    const auto& took = report.connecting;
    const std::array<Known, 5> all{{{"Name looked up", "resolve", took.resolve, false},
                                    {"Connected", "connect", took.connect, true},
                                    {"Through the proxy", "proxy", took.proxy, false},
                                    {"Encrypted (TLS)", "tls", took.tls, false},
                                    {"WebSocket opened", "upgrade", took.upgrade, true}}};
    const bool isOpen = took.upgrade > 0us;
    const auto ended = std::find_if(all.begin(), all.end(),
                                    [&](const Known& one) { return report.error && report.error->where == one.where; });
    const bool isSocketReached = isOpen || ended != all.end();
    stages.push_back({"Address and key found", {}, isSocketReached, false});
    for (const auto& one : all)
        if (one.isAlways || one.time > 0us || &one == (ended == all.end() ? nullptr : &*ended))
            stages.push_back({one.name, ifTaken(one.time), isOpen || (ended != all.end() && &one < &*ended), false});
}

void ProbeView::paint(juce::Graphics& g)
{
    auto area = getLocalBounds();
    g.setFont(theme::small());
    g.setColour(!isOver ? theme::quietText : isGood ? theme::accent : theme::failure);
    g.drawFittedText(words, area.removeFromTop(sentenceHeight).withTrimmedBottom(4), juce::Justification::topLeft, 3,
                     0.9F);
    for (const auto& stage : stages)
        paintStage(g, stage, area.removeFromTop(stageHeight));
}

void ProbeView::paintStage(juce::Graphics& g, const Stage& stage, juce::Rectangle<int> row) const
{
    constexpr float diameter = 10.0F;
    const auto dot = row.removeFromLeft(22).toFloat().withSizeKeepingCentre(diameter, diameter);
    if (stage.isReached || stage.isFailed)
    {
        g.setColour(stage.isFailed ? theme::failure : theme::accent);
        g.fillEllipse(dot);
    }
    else
    {
        g.setColour(theme::edge);
        g.drawEllipse(dot.reduced(0.5F), 1.0F);
    }
    const auto time = row.removeFromRight(96);
    g.setFont(theme::body());
    g.setColour(stage.isReached ? theme::text : stage.isFailed ? theme::failure : theme::quietText);
    g.drawText(stage.name, row, juce::Justification::centredLeft);
    const auto unmeasured = stage.isFailed ? "failed" : stage.isReached ? "done" : "-";
    g.drawText(stage.time ? inMilliseconds(*stage.time) : juce::String(unmeasured), time,
               juce::Justification::centredRight);
}

std::unique_ptr<juce::AccessibilityHandler> ProbeView::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::staticText);
}

} // namespace parley::plugin
