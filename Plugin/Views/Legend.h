// SPDX-License-Identifier: GPL-3.0-or-later
// One line that says what the colours of a picture stand for.
#pragma once

#include <JuceHeader.h>

#include <vector>

namespace parley::plugin
{

struct LegendEntry
{
    juce::Colour colour;
    juce::String text;
};

/// What all of them need, in theme::small().
[[nodiscard]] float legendWidth(const std::vector<LegendEntry>& entries);

/// From the left of the area on. @thread message
void paintLegend(juce::Graphics& g, juce::Rectangle<float> area, const std::vector<LegendEntry>& entries);

} // namespace parley::plugin
