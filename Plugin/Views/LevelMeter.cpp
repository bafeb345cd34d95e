// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/LevelMeter.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

LevelMeter::LevelMeter(const juce::String& name)
{
    setTitle(name);
    setTooltip(name);
}

void LevelMeter::show(float peak)
{
    const float fallen = shownDb - fallDbPerSecond / static_cast<float>(framesPerSecond);
    const float next = juce::jlimit(lowestDb, 0.0F, juce::jmax(fallen, juce::Decibels::gainToDecibels(peak, lowestDb)));
    if (std::abs(next - shownDb) < 0.01F)
        return;
    shownDb = next;
    repaint();
}

void LevelMeter::paint(juce::Graphics& g)
{
    const auto area = getLocalBounds().toFloat();
    const float radius = area.getHeight() * 0.5F;
    g.setColour(theme::field);
    g.fillRoundedRectangle(area, radius);
    g.setColour(theme::outline);
    g.drawRoundedRectangle(area.reduced(0.5F), radius, 1.0F);

    const float share = (shownDb - lowestDb) / -lowestDb;
    if (share <= 0.0F)
        return;
    juce::ColourGradient gradient(theme::accent.darker(0.35F), area.getX(), 0.0F, theme::failure, area.getRight(), 0.0F,
                                  false);
    gradient.addColour(0.8, theme::accent);
    gradient.addColour(0.92, theme::warning);
    g.setGradientFill(gradient);
    const auto inside = area.reduced(2.0F);
    g.fillRoundedRectangle(inside.withWidth(juce::jmax(inside.getHeight(), inside.getWidth() * share)),
                           inside.getHeight() * 0.5F);
}

} // namespace parley::plugin
