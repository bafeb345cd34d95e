// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Page.h"

#include "Plugin/Views/Theme.h"

#include <algorithm>

namespace parley::plugin
{

namespace
{

constexpr int scrollBarWidth = 12;

} // namespace

Page::Page(const juce::String& name)
{
    setName(name);
    setTitle(name);
    viewport.setViewedComponent(&content, false);
    viewport.setScrollBarsShown(true, false);
    viewport.setScrollBarThickness(scrollBarWidth);
    viewport.setWantsKeyboardFocus(false);
    addAndMakeVisible(viewport);
    juce::Desktop::getInstance().addFocusChangeListener(this);
}

Page::~Page()
{
    juce::Desktop::getInstance().removeFocusChangeListener(this);
}

void Page::add(Section& section, std::vector<Section*>& column)
{
    column.push_back(&section);
    section.onHeightChanged = [this] { update(); };
    content.addAndMakeVisible(section);
}

void Page::addBanner(juce::Component& banner, int height)
{
    topBanner = &banner;
    bannerHeight = height;
    content.addChildComponent(banner);
}

void Page::update()
{
    resized();
}

void Page::resized()
{
    viewport.setBounds(getLocalBounds());
    const int wanted = layOut(getWidth(), getHeight());
    const bool scrolls = wanted > getHeight();
    const int width = scrolls ? getWidth() - scrollBarWidth : getWidth();
    content.setSize(width, juce::jmax(getHeight(), layOut(width, getHeight())));
}

int Page::heightOf(const std::vector<Section*>& column)
{
    int height = 0;
    for (const auto* section : column)
        height += section->preferredHeight() + theme::gap;
    return juce::jmax(0, height - theme::gap);
}

void Page::place(const std::vector<Section*>& column, juce::Rectangle<int> area)
{
    if (column.empty())
        return;
    // What is left over goes to the one that can use it, else to the last, so that both columns end alike.
    const auto found = std::find_if(column.begin(), column.end(), [](const Section* one) { return one->stretches(); });
    const auto* stretched = found == column.end() ? column.back() : *found;
    const int rest = juce::jmax(0, area.getHeight() - heightOf(column));
    for (auto* section : column)
    {
        section->setBounds(area.removeFromTop(section->preferredHeight() + (section == stretched ? rest : 0)));
        area.removeFromTop(theme::gap);
    }
}

int Page::layOut(int width, int height)
{
    juce::Rectangle<int> area(width, 0);
    if (topBanner != nullptr && topBanner->isVisible())
    {
        topBanner->setBounds(0, 0, width, bannerHeight);
        area.setY(bannerHeight + theme::gap);
    }
    if (width < narrowestForTwoColumns || right.empty())
    {
        const int leftHeight = heightOf(left);
        place(left, area.withHeight(leftHeight));
        const int rightTop = area.getY() + leftHeight + (right.empty() ? 0 : theme::gap);
        const int rightHeight = juce::jmax(heightOf(right), right.empty() ? 0 : height - rightTop);
        place(right, area.withY(rightTop).withHeight(rightHeight));
        return rightTop + rightHeight;
    }
    const int columns = juce::jmax(heightOf(left), heightOf(right), height - area.getY());
    area.setHeight(columns);
    place(left, area.removeFromLeft((width - theme::gap) / 2));
    place(right, area.withTrimmedLeft(theme::gap));
    return area.getY() + columns;
}

void Page::globalFocusChanged(juce::Component* focused)
{
    if (focused == nullptr || !content.isParentOf(focused))
        return;
    const auto area = content.getLocalArea(focused, focused->getLocalBounds()).expanded(0, theme::gap);
    const auto view = viewport.getViewArea();
    if (area.getY() < view.getY())
        viewport.setViewPosition(0, juce::jmax(0, area.getY()));
    else if (area.getBottom() > view.getBottom())
        viewport.setViewPosition(0, juce::jmin(area.getY(), area.getBottom() - view.getHeight()));
}

} // namespace parley::plugin
