// SPDX-License-Identifier: GPL-3.0-or-later
// A titled, rounded ground for a column of controls, each in a row of its own with its label.
#pragma once

#include <JuceHeader.h>

#include <memory>
#include <vector>

namespace parley::plugin
{

/// A row whose control is not visible takes no room. @thread message
class Section : public juce::Component
{
public:
    explicit Section(const juce::String& name);

    /// What the rows need, with nothing stretched.
    [[nodiscard]] int preferredHeight() const;

    /// Whether more room than that is of use to it.
    [[nodiscard]] bool stretches() const;

    /// A row was shown, hidden or made higher: whoever places the section places it again.
    std::function<void()> onHeightChanged;

    void paint(juce::Graphics& g) override;
    void resized() override;

protected:
    static constexpr int standardHeight = 0;

    /// A control with its label to the left, which is also its name for screen readers unless it has one.
    void addRow(const juce::String& label, juce::Component& control, int height = standardHeight);
    /// A control across the whole width. `takesTheRest`: it gets what the section has more than it needs.
    void addWide(juce::Component& control, int height = standardHeight, bool takesTheRest = false);
    /// Two or more controls side by side, as wide as each other.
    void addSideBySide(const std::vector<juce::Component*>& controls);

    /// Empties the section; the controls are the caller's to let go of.
    void removeRows();

    void showRow(juce::Component& control, bool isShown);
    void setRowHeight(juce::Component& control, int height);
    /// Rows were added or removed after the section was placed.
    void rowsChanged();

private:
    struct Row
    {
        std::unique_ptr<juce::Label> label;
        std::vector<juce::Component*> controls;
        int height = 0;
        bool takesTheRest = false;

        [[nodiscard]] bool isVisible() const { return controls.front()->isVisible(); }
    };

    Row& add(const std::vector<juce::Component*>& controls, int height);
    void place(Row& row, juce::Rectangle<int> area) const;
    [[nodiscard]] Row* rowOf(const juce::Component& control);

    std::vector<Row> rows;
};

} // namespace parley::plugin
