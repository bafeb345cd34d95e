// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/TranscriptView.h"

#include "Plugin/Views/Theme.h"

#include <algorithm>

namespace parley::plugin
{

namespace
{

constexpr int sidePadding = 8;
constexpr int entryGap = 8;
constexpr int followSlack = 24;
constexpr int scrollBarWidth = 12;

} // namespace

TranscriptView::TranscriptView()
{
    setTitle("Conversation so far");
    viewport.setTitle("Conversation so far");
    viewport.setDescription("Arrow keys and page keys scroll.");
    viewport.setViewedComponent(&content, false);
    viewport.setScrollBarsShown(true, false);
    viewport.setScrollBarThickness(scrollBarWidth);
    viewport.setWantsKeyboardFocus(true);
    viewport.setMouseClickGrabsKeyboardFocus(false);
    addAndMakeVisible(viewport);
}

TranscriptView::~TranscriptView() = default;

std::unique_ptr<EntryView> TranscriptView::make(const LogEntry& entry)
{
    auto view = std::make_unique<EntryView>(entry);
    view->onDecision = [this](const std::string& callId, Verdict verdict)
    {
        if (onDecision)
            onDecision(callId, verdict);
    };
    content.addAndMakeVisible(*view);
    return view;
}

bool TranscriptView::merge(std::span<const LogEntry> entries)
{
    bool isChanged = false;
    std::vector<std::unique_ptr<EntryView>> merged;
    merged.reserve(entries.size());
    auto known = views.begin();
    for (const auto& entry : entries)
    {
        while (known != views.end() && (*known)->entry().number < entry.number)
        {
            ++known; // It has left the log.
            isChanged = true;
        }
        const bool isKnown = known != views.end() && (*known)->entry().number == entry.number;
        if (!isKnown || (*known)->entry().revision != entry.revision)
            isChanged = true;
        if (isKnown && (*known)->entry().revision != entry.revision)
            (*known)->show(entry);
        merged.push_back(isKnown ? std::move(*known++) : make(entry));
    }
    isChanged = isChanged || known != views.end();
    views = std::move(merged);
    return isChanged;
}

void TranscriptView::show(const std::vector<LogEntry>& entries)
{
    const auto firstShown = views.empty() ? 0 : views.front()->entry().number;
    auto begin = entries.size() > mostNewAtOnce ? entries.end() - mostNewAtOnce : entries.begin();
    if (firstShown != 0)
    {
        const auto known = std::find_if(entries.begin(), entries.end(),
                                        [&](const LogEntry& entry) { return entry.number >= firstShown; });
        begin = std::min(begin, known);
    }
    older.assign(entries.begin(), begin);
    if (merge(std::span(begin, entries.end())))
        layOutFollowing();
}

void TranscriptView::showMore()
{
    if (older.empty())
        return;
    const auto count = std::min(older.size(), mostNewAtOnce);
    std::vector<std::unique_ptr<EntryView>> added;
    for (auto entry = older.end() - static_cast<std::ptrdiff_t>(count); entry != older.end(); ++entry)
        added.push_back(make(*entry));
    older.resize(older.size() - count);
    views.insert(views.begin(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    const int fromBottom = content.getHeight() - viewport.getViewPositionY();
    layOut();
    viewport.setViewPosition(0, content.getHeight() - fromBottom);
}

void TranscriptView::layOut()
{
    const int width = viewport.getWidth() - scrollBarWidth - 2 * sidePadding;
    int y = sidePadding;
    for (auto& view : views)
    {
        const int height = view->heightFor(width);
        view->setBounds(sidePadding, y, width, height);
        view->resized();
        y += height + entryGap;
    }
    content.setSize(viewport.getWidth() - scrollBarWidth, y);
    repaint();
}

void TranscriptView::layOutFollowing()
{
    const bool isFollowing = viewport.getViewArea().getBottom() >= content.getHeight() - followSlack;
    layOut();
    if (isFollowing)
        viewport.setViewPosition(0, juce::jmax(0, content.getHeight() - viewport.getHeight()));
}

void TranscriptView::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat().reduced(0.5F);
    g.setColour(theme::field);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, 1.0F);
    if (!views.empty())
        return;
    g.setColour(theme::quietText);
    g.setFont(theme::body());
    g.drawFittedText("What is said appears here, as it is said.\nConnect, then speak or write a line.",
                     getLocalBounds().reduced(theme::margin), juce::Justification::centred, 3);
}

void TranscriptView::paintOverChildren(juce::Graphics& g)
{
    if (!viewport.hasKeyboardFocus(false))
        return;
    g.setColour(theme::text);
    g.drawRoundedRectangle(getLocalBounds().toFloat().reduced(1.0F), theme::cornerRadius, 2.0F);
}

void TranscriptView::focusOfChildComponentChanged(FocusChangeType)
{
    repaint();
}

void TranscriptView::resized()
{
    const bool isFollowing = viewport.getViewArea().getBottom() >= content.getHeight() - followSlack;
    viewport.setBounds(getLocalBounds().reduced(2));
    layOut();
    if (isFollowing)
        viewport.setViewPosition(0, juce::jmax(0, content.getHeight() - viewport.getHeight()));
}

} // namespace parley::plugin
