// SPDX-License-Identifier: GPL-3.0-or-later
// A page of sections in one or two columns, as the width allows; what does not fit is scrolled to.
#pragma once

#include "Plugin/Views/Section.h"

namespace parley::plugin
{

/// @thread message
class Page : public juce::Component, private juce::FocusChangeListener
{
public:
    explicit Page(const juce::String& name);
    ~Page() override;

    void resized() override;

    /// Below this width the columns stand one below the other.
    static constexpr int narrowestForTwoColumns = 640;

protected:
    /// The sections of a page stay in the order in which they are added; they must outlive it or be its members.
    void addLeft(Section& section) { add(section, left); }
    void addRight(Section& section) { add(section, right); }
    /// Across both columns, above them, with a height of its own.
    void addBanner(juce::Component& banner, int height);

    /// Lays the page out again.
    void update();

private:
    void add(Section& section, std::vector<Section*>& column);
    /// What has the keyboard must be seen.
    void globalFocusChanged(juce::Component* focused) override;
    int layOut(int width, int height);
    static int heightOf(const std::vector<Section*>& column);
    static void place(const std::vector<Section*>& column, juce::Rectangle<int> area);

    juce::Component content;
    juce::Viewport viewport;
    juce::Component* topBanner = nullptr;
    int bannerHeight = 0;
    std::vector<Section*> left;
    std::vector<Section*> right;
};

} // namespace parley::plugin
