// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/TranscriptView.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr float sidePadding = 12.0F;
constexpr float nameHeight = 18.0F;
constexpr float lineGap = 12.0F;
constexpr int followSlack = 24;

juce::String nameOf(wire::Role role)
{
    switch (role)
    {
    case wire::Role::user:
        return "You";
    case wire::Role::assistant:
        return "Agent";
    case wire::Role::system:
        break;
    }
    return "System";
}

juce::Colour colourOf(wire::Role role)
{
    switch (role)
    {
    case wire::Role::user:
        return theme::user;
    case wire::Role::assistant:
        return theme::accent;
    case wire::Role::system:
        break;
    }
    return theme::quietText;
}

bool isSame(const bridge::TranscriptLine& left, const bridge::TranscriptLine& right)
{
    return left.role == right.role && left.isFinal == right.isFinal && left.text == right.text;
}

} // namespace

class TranscriptView::Lines : public juce::Component
{
public:
    /// True when something changed.
    bool show(const std::vector<bridge::TranscriptLine>& shown)
    {
        bool isChanged = shown.size() != entries.size();
        entries.resize(shown.size());
        for (std::size_t index = 0; index < shown.size(); ++index)
        {
            auto& entry = entries[index];
            if (entry.isLaidOut && isSame(entry.line, shown[index]))
                continue;
            entry.line = shown[index];
            entry.isLaidOut = false;
            isChanged = true;
        }
        return isChanged;
    }

    /// Lays out for this width and takes the height that needs.
    void layOut(int width)
    {
        const bool isNewWidth = width != getWidth();
        float y = sidePadding;
        for (auto& entry : entries)
        {
            if (isNewWidth || !entry.isLaidOut)
                layOut(entry, static_cast<float>(width));
            entry.top = y;
            y += nameHeight + entry.layout.getHeight() + lineGap;
        }
        setSize(width, static_cast<int>(std::ceil(y)));
        repaint();
    }

    void paint(juce::Graphics& g) override
    {
        const auto visible = g.getClipBounds().toFloat();
        for (const auto& entry : entries)
        {
            const juce::Rectangle<float> area(sidePadding, entry.top, static_cast<float>(getWidth()) - 2 * sidePadding,
                                              nameHeight + entry.layout.getHeight());
            if (!area.intersects(visible.withX(0.0F).withWidth(static_cast<float>(getWidth()))))
                continue;
            const auto colour = colourOf(entry.line.role);
            g.setColour(colour.withAlpha(entry.line.isFinal ? 0.9F : 0.4F));
            g.fillRoundedRectangle(area.withWidth(3.0F), 1.5F);
            g.setColour(colour);
            g.setFont(theme::heading());
            g.drawText(nameOf(entry.line.role), area.withTrimmedLeft(12.0F).withHeight(nameHeight),
                       juce::Justification::centredLeft);
            entry.layout.draw(g, area.withTrimmedLeft(12.0F).withTrimmedTop(nameHeight));
        }
    }

    [[nodiscard]] bool isEmpty() const noexcept { return entries.empty(); }

    /// The newest line in words, for screen readers.
    [[nodiscard]] juce::String newest() const
    {
        if (entries.empty())
            return "Nothing was said yet.";
        const auto& line = entries.back().line;
        return nameOf(line.role) + ": " + toJuce(line.text);
    }

private:
    struct Entry
    {
        bridge::TranscriptLine line;
        juce::TextLayout layout;
        float top = 0.0F;
        bool isLaidOut = false;
    };

    static void layOut(Entry& entry, float width)
    {
        const auto text =
            toJuce(entry.line.text) + (entry.line.isFinal ? juce::String() : juce::String::fromUTF8(" …"));
        juce::AttributedString styled;
        styled.setLineSpacing(2.0F);
        styled.append(text, theme::body(), entry.line.isFinal ? theme::text : theme::quietText);
        entry.layout.createLayout(styled, juce::jmax(40.0F, width - 2 * sidePadding - 12.0F));
        entry.isLaidOut = true;
    }

    std::vector<Entry> entries;
};

TranscriptView::TranscriptView()
    : lines(std::make_unique<Lines>())
{
    setTitle("Conversation");
    viewport.setViewedComponent(lines.get(), false);
    viewport.setScrollBarsShown(true, false);
    viewport.setScrollBarThickness(8);
    addAndMakeVisible(viewport);
}

TranscriptView::~TranscriptView() = default;

void TranscriptView::show(const std::vector<bridge::TranscriptLine>& shown)
{
    if (!lines->show(shown))
        return;
    const bool isFollowing = viewport.getViewArea().getBottom() >= lines->getHeight() - followSlack;
    lines->layOut(viewport.getMaximumVisibleWidth());
    if (isFollowing)
        viewport.setViewPosition(0, juce::jmax(0, lines->getHeight() - viewport.getHeight()));
    setDescription(lines->newest());
    repaint();
}

void TranscriptView::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat().reduced(0.5F);
    g.setColour(theme::panel);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, 1.0F);
    if (!lines->isEmpty())
        return;
    g.setColour(theme::quietText);
    g.setFont(theme::body());
    g.drawFittedText("The conversation appears here.\nConnect, then speak or type a line.",
                     getLocalBounds().reduced(theme::margin), juce::Justification::centred, 3);
}

void TranscriptView::resized()
{
    viewport.setBounds(getLocalBounds().reduced(2));
    lines->layOut(viewport.getMaximumVisibleWidth());
    viewport.setViewPosition(0, juce::jmax(0, lines->getHeight() - viewport.getHeight()));
}

} // namespace parley::plugin
