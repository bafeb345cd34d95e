// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Legend.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr float swatch = 12.0F;
constexpr float gapToText = 5.0F;
constexpr float gapToNext = 13.0F;

float widthOf(const LegendEntry& entry)
{
    return swatch + gapToText + theme::small().getStringWidthFloat(entry.text);
}

} // namespace

float legendWidth(const std::vector<LegendEntry>& entries)
{
    float width = 0;
    for (const auto& entry : entries)
        width += (width > 0 ? gapToNext : 0) + widthOf(entry);
    return width;
}

void paintLegend(juce::Graphics& g, juce::Rectangle<float> area, const std::vector<LegendEntry>& entries)
{
    g.setFont(theme::small());
    for (const auto& entry : entries)
    {
        auto place = area.removeFromLeft(widthOf(entry) + 2.0F);
        g.setColour(entry.colour);
        g.fillRect(place.removeFromLeft(swatch).withSizeKeepingCentre(swatch, swatch));
        g.setColour(theme::quietText);
        g.drawText(entry.text, place.withTrimmedLeft(gapToText), juce::Justification::centredLeft, false);
        area.removeFromLeft(gapToNext - 2.0F);
    }
}

} // namespace parley::plugin
