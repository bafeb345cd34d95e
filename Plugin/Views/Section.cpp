// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Section.h"

#include "Plugin/Views/Theme.h"

#include <algorithm>

namespace parley::plugin
{

namespace
{

constexpr int titleHeight = 26;
constexpr int padding = 12;
constexpr int rowGap = 6;
constexpr int narrowestLabel = 92;
constexpr int widestLabel = 150;

} // namespace

Section::Section(const juce::String& name)
{
    setName(name);
    setTitle(name);
    setFocusContainerType(FocusContainerType::focusContainer);
}

void Section::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat().reduced(0.5F);
    g.setColour(theme::panel);
    g.fillRoundedRectangle(area, theme::cornerRadius);
    g.setColour(theme::outline);
    g.drawRoundedRectangle(area, theme::cornerRadius, 1.0F);
    g.setColour(theme::quietText);
    g.setFont(theme::heading());
    g.drawText(getName(), getLocalBounds().reduced(padding).removeFromTop(titleHeight - rowGap),
               juce::Justification::centredLeft);
}

Section::Row& Section::add(const std::vector<juce::Component*>& controls, int height)
{
    auto& row = rows.emplace_back();
    row.controls = controls;
    row.height = height == standardHeight ? theme::controlHeight : height;
    for (auto* control : controls)
        addAndMakeVisible(control);
    return row;
}

void Section::addRow(const juce::String& label, juce::Component& control, int height)
{
    auto& row = add({&control}, height);
    row.label = std::make_unique<juce::Label>(juce::String(), label);
    row.label->setFont(theme::body());
    row.label->setBorderSize({0, 0, 0, 6});
    row.label->setColour(juce::Label::textColourId, theme::quietText);
    row.label->setMinimumHorizontalScale(0.8F);
    row.label->setInterceptsMouseClicks(false, false);
    row.label->setAccessible(false);
    addAndMakeVisible(*row.label);
    if (control.getTitle().isEmpty())
        control.setTitle(label);
}

void Section::addWide(juce::Component& control, int height, bool takesTheRest)
{
    add({&control}, height).takesTheRest = takesTheRest;
}

void Section::addSideBySide(const std::vector<juce::Component*>& controls)
{
    add(controls, standardHeight);
}

Section::Row* Section::rowOf(const juce::Component& control)
{
    const auto found =
        std::find_if(rows.begin(), rows.end(),
                     [&](const Row& row)
                     { return std::find(row.controls.begin(), row.controls.end(), &control) != row.controls.end(); });
    return found == rows.end() ? nullptr : &*found;
}

void Section::showRow(juce::Component& control, bool isShown)
{
    if (control.isVisible() == isShown)
        return;
    auto* row = rowOf(control);
    jassert(row != nullptr);
    for (auto* each : row->controls)
        each->setVisible(isShown);
    if (row->label != nullptr)
        row->label->setVisible(isShown);
    rowsChanged();
}

void Section::removeRows()
{
    for (auto& row : rows)
        for (auto* control : row.controls)
            removeChildComponent(control);
    rows.clear();
}

void Section::rowsChanged()
{
    resized();
    if (onHeightChanged)
        onHeightChanged();
}

void Section::setRowHeight(juce::Component& control, int height)
{
    auto* row = rowOf(control);
    jassert(row != nullptr);
    if (row->height == height)
        return;
    row->height = height;
    rowsChanged();
}

int Section::preferredHeight() const
{
    int height = 2 * padding + titleHeight - rowGap;
    for (const auto& row : rows)
        if (row.isVisible())
            height += row.height + rowGap;
    return height;
}

bool Section::stretches() const
{
    return std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.takesTheRest && row.isVisible(); });
}

void Section::place(Row& row, juce::Rectangle<int> area) const
{
    if (row.label != nullptr)
        row.label->setBounds(area.removeFromLeft(juce::jlimit(narrowestLabel, widestLabel, area.getWidth() * 2 / 5)));
    const auto count = static_cast<int>(row.controls.size());
    const int width = (area.getWidth() - (count - 1) * theme::gap) / count;
    for (auto* control : row.controls)
    {
        control->setBounds(area.removeFromLeft(width));
        area.removeFromLeft(theme::gap);
    }
}

void Section::resized()
{
    auto area = getLocalBounds().reduced(padding).withTrimmedTop(titleHeight);
    const int rest = juce::jmax(0, getHeight() - preferredHeight());
    for (auto& row : rows)
    {
        if (!row.isVisible())
            continue;
        place(row, area.removeFromTop(row.height + (row.takesTheRest ? rest : 0)));
        area.removeFromTop(rowGap);
    }
}

} // namespace parley::plugin
