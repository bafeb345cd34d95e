// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/EntryView.h"

#include "Plugin/ConversationExport.h"
#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

using Kind = LogEntry::Kind;
using State = LogEntry::State;

constexpr int padding = 10;
constexpr int barWidth = 4;
constexpr int nameHeight = 20;
constexpr int lineHeight = 30;
constexpr int decisionHeight = theme::controlHeight + 4;
constexpr int decisionWidth = 116;
/// Words of user and agent stand this share of the width apart.
constexpr int indentShare = 9;

juce::Font fontOf(const LogEntry& entry)
{
    return entry.kind == Kind::user || entry.kind == Kind::agent ? theme::spoken() : theme::body();
}

juce::Colour stateColour(const LogEntry& entry)
{
    switch (entry.state)
    {
    case State::awaitsApproval:
        return theme::warning;
    case State::failed:
    case State::rejected:
        return theme::failure;
    case State::growing:
    case State::complete:
    case State::cut:
        break;
    }
    return theme::quietText;
}

juce::String handoffLine(const LogEntry& entry)
{
    return toJuce(entry.name) + juce::String::fromUTF8(" \xe2\x86\x92 ") + toJuce(entry.text);
}

juce::String withTimes(const LogEntry& entry)
{
    return toJuce(entry.text) + (entry.times > 1 ? " (" + juce::String(entry.times) + " times)" : juce::String());
}

} // namespace

EntryView::Decision::Decision(const std::string& tool)
{
    prepareButton(approve, "Approve " + toJuce(tool), "The tool runs with these arguments.");
    prepareButton(always, "Always approve " + toJuce(tool),
                  "The tool runs, and is not asked about again in this session.");
    prepareButton(reject, "Reject " + toJuce(tool), "The tool does not run; the agent is told so.");
    approve.setToggleState(true, juce::dontSendNotification);
}

EntryView::EntryView(const LogEntry& entry)
    : shown(entry)
{
    show(entry);
}

void EntryView::show(const LogEntry& entry)
{
    shown = entry;
    laidOutFor = 0;
    const auto word = stateWordOf(shown);
    setTitle(toJuce(titleOf(shown)) + (word.empty() ? juce::String() : ", " + toJuce(word)));
    setDescription(shown.kind == Kind::handoff ? handoffLine(shown) : withTimes(shown));
    showDecision();
    repaint();
}

void EntryView::showDecision()
{
    if (shown.state != State::awaitsApproval)
    {
        decision.reset();
        return;
    }
    if (decision != nullptr)
        return;
    decision = std::make_unique<Decision>(shown.name);
    const auto add = [this](juce::TextButton& button, Verdict verdict)
    {
        button.onClick = [this, verdict]
        {
            if (onDecision)
                onDecision(shown.id, verdict);
        };
        addAndMakeVisible(button);
    };
    add(decision->approve, Verdict::approve);
    add(decision->always, Verdict::approveAlways);
    add(decision->reject, Verdict::reject);
    juce::AccessibilityHandler::postAnnouncement("The tool " + toJuce(shown.name) + " waits for your approval.",
                                                 juce::AccessibilityHandler::AnnouncementPriority::high);
}

bool EntryView::isLine() const noexcept
{
    return shown.kind == Kind::handoff || shown.kind == Kind::notice;
}

juce::Colour EntryView::colour() const
{
    switch (shown.kind)
    {
    case Kind::user:
        return theme::user;
    case Kind::agent:
        return theme::accent;
    case Kind::guardrail:
        return theme::warning;
    case Kind::error:
        return theme::failure;
    case Kind::tool:
        return shown.state == State::awaitsApproval ? theme::warning : theme::thinking;
    case Kind::handoff:
    case Kind::notice:
        break;
    }
    return theme::quietText;
}

juce::AttributedString EntryView::words() const
{
    juce::AttributedString styled;
    styled.setLineSpacing(2.0F);
    if (isLine())
    {
        styled.setJustification(juce::Justification::centred);
        styled.append(shown.kind == Kind::handoff ? handoffLine(shown) : withTimes(shown), theme::small(),
                      theme::quietText);
        return styled;
    }
    const auto font = fontOf(shown);
    const bool isPartial = shown.kind == Kind::user && shown.state != State::complete;
    const auto text = withTimes(shown);
    const auto ahead = toJuce(shown.ahead());
    if (text.isEmpty() && ahead.isEmpty() && shown.kind != Kind::tool)
        styled.append(juce::String::fromUTF8("\xe2\x80\xa6"), font, theme::quietText);
    styled.append(text, font, isPartial || shown.kind == Kind::tool ? theme::quietText : theme::text);
    styled.append(ahead, font, theme::quietText);
    appendOutput(styled);
    return styled;
}

void EntryView::appendOutput(juce::AttributedString& styled) const
{
    constexpr int mostCharacters = 600;
    if (shown.output.empty())
        return;
    const auto output = toJuce(shown.output);
    const auto begin = shown.text.empty() ? juce::String() : juce::String("\n");
    styled.append(begin + output.substring(0, mostCharacters) +
                      (output.length() > mostCharacters ? juce::String::fromUTF8("\xe2\x80\xa6") : juce::String()),
                  fontOf(shown), shown.state == State::failed ? theme::failure : theme::text);
}

juce::Rectangle<int> EntryView::card() const
{
    auto area = getLocalBounds();
    const int indent = getWidth() / indentShare;
    if (shown.kind == Kind::user)
        return area.withTrimmedLeft(indent);
    return shown.kind == Kind::agent ? area.withTrimmedRight(indent) : area.reduced(indent / 2, 0);
}

void EntryView::layOut(int width)
{
    laidOutFor = width;
    const int indent = isLine() ? 0 : width / indentShare;
    const int inner = width - indent - 2 * padding - (isLine() ? 0 : barWidth);
    layout.createLayout(words(), static_cast<float>(juce::jmax(40, inner)));
}

int EntryView::heightFor(int width)
{
    if (laidOutFor != width)
        layOut(width);
    const int text = static_cast<int>(std::ceil(layout.getHeight()));
    if (isLine())
        return juce::jmax(lineHeight, text + padding);
    const bool hasText = layout.getNumLines() > 0;
    return 2 * padding + nameHeight + (hasText ? text : 0) + (decision != nullptr ? decisionHeight + padding : 0);
}

void EntryView::resized()
{
    if (decision == nullptr)
        return;
    auto row = card().reduced(padding).removeFromBottom(decisionHeight).withTrimmedLeft(barWidth);
    for (auto* button : {&decision->approve, &decision->always, &decision->reject})
    {
        button->setBounds(row.removeFromLeft(decisionWidth));
        row.removeFromLeft(theme::gap);
    }
}

void EntryView::paint(juce::Graphics& g)
{
    if (isLine())
        paintLine(g);
    else
        paintCard(g);
}

void EntryView::paintLine(juce::Graphics& g) const
{
    const auto area = getLocalBounds().toFloat();
    const float text = layout.getWidth();
    const auto words = area.withSizeKeepingCentre(area.getWidth() - 2.0F * padding, layout.getHeight());
    layout.draw(g, words);
    g.setColour(theme::outline);
    const float line = (area.getWidth() - text) * 0.5F - 2.0F * padding;
    if (layout.getNumLines() != 1 || line <= 0.0F)
        return;
    g.fillRect(area.getX() + padding, area.getCentreY(), line, 1.0F);
    g.fillRect(area.getRight() - padding - line, area.getCentreY(), line, 1.0F);
}

void EntryView::paintCard(juce::Graphics& g) const
{
    const auto ground = card().toFloat();
    const bool isCall = shown.kind == Kind::tool;
    g.setColour(isCall ? theme::field : shown.kind == Kind::user ? theme::raised : theme::panel);
    g.fillRoundedRectangle(ground, theme::cornerRadius);
    if (isCall)
    {
        g.setColour(shown.state == State::awaitsApproval ? theme::warning : theme::outline);
        g.drawRoundedRectangle(ground.reduced(0.5F), theme::cornerRadius, 1.0F);
    }
    g.setColour(colour());
    g.fillRoundedRectangle(ground.withWidth(barWidth), 2.0F);

    auto inside = card().reduced(padding).withTrimmedLeft(barWidth);
    auto names = inside.removeFromTop(nameHeight);
    g.setFont(theme::heading());
    g.setColour(colour());
    g.drawText(toJuce(titleOf(shown)), names, juce::Justification::topLeft, true);
    g.setFont(theme::small());
    g.setColour(theme::quietText);
    g.drawText(toJuce(timeOfDay(shown.at)), names.removeFromRight(70), juce::Justification::topRight);
    g.setColour(stateColour(shown));
    g.drawText(toJuce(stateWordOf(shown)), names.removeFromRight(130), juce::Justification::topRight);
    layout.draw(g, inside.toFloat());
}

std::unique_ptr<juce::AccessibilityHandler> EntryView::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(
        *this, decision != nullptr ? juce::AccessibilityRole::group : juce::AccessibilityRole::staticText);
}

} // namespace parley::plugin
