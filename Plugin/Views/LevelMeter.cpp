// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/LevelMeter.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr float fallDb = 36.0F / LevelMeter::framesPerSecond;
constexpr float warningDb = -6.0F;
constexpr int labelWidth = 34;
constexpr int numberWidth = 44;
constexpr float barHeight = 12.0F;

} // namespace

class LevelMeter::Value : public juce::AccessibilityRangedNumericValueInterface
{
public:
    explicit Value(LevelMeter& shown)
        : meter(shown)
    {
    }

    bool isReadOnly() const override { return true; }
    double getCurrentValue() const override { return meter.shownDb; }
    void setValue(double) override {}
    AccessibleValueRange getRange() const override { return {{lowestDb, 0.0}, 1.0}; }

private:
    LevelMeter& meter;
};

LevelMeter::LevelMeter(const juce::String& shortName, const juce::String& name)
    : label(shortName)
{
    setTitle(name);
    setTooltip(name);
}

std::unique_ptr<juce::AccessibilityHandler> LevelMeter::createAccessibilityHandler()
{
    return std::make_unique<juce::AccessibilityHandler>(
        *this, juce::AccessibilityRole::progressBar, juce::AccessibilityActions(),
        juce::AccessibilityHandler::Interfaces(
            std::unique_ptr<juce::AccessibilityValueInterface>(std::make_unique<Value>(*this))));
}

void LevelMeter::show(float peak)
{
    const float now = juce::jlimit(lowestDb, 0.0F, juce::Decibels::gainToDecibels(peak, lowestDb));
    const float next = juce::jmax(now, shownDb - fallDb, lowestDb);
    const float before = peakDb;
    ++framesSincePeak;
    if (now >= peakDb)
    {
        peakDb = now;
        framesSincePeak = 0;
    }
    else if (framesSincePeak > heldFrames)
        peakDb = juce::jmax(next, peakDb - fallDb);
    if (std::abs(next - shownDb) < 0.01F && std::abs(before - peakDb) < 0.01F)
        return;
    shownDb = next;
    repaint();
}

void LevelMeter::paint(juce::Graphics& g)
{
    auto area = getLocalBounds();
    g.setColour(theme::quietText);
    g.setFont(theme::small());
    g.drawText(label, area.removeFromLeft(labelWidth), juce::Justification::centredLeft);
    const auto number = area.removeFromRight(numberWidth);
    g.setColour(peakDb > warningDb ? theme::warning : theme::quietText);
    g.drawText(peakDb <= lowestDb ? juce::String("-") : juce::String(juce::roundToInt(peakDb)), number,
               juce::Justification::centredRight);
    paintBar(g, area.toFloat().withSizeKeepingCentre(static_cast<float>(area.getWidth()), barHeight));
}

void LevelMeter::paintBar(juce::Graphics& g, juce::Rectangle<float> area) const
{
    constexpr float radius = 3.0F;
    g.setColour(theme::field);
    g.fillRoundedRectangle(area, radius);
    g.setColour(theme::edge);
    g.drawRoundedRectangle(area.reduced(0.5F), radius, 1.0F);
    const auto inside = area.reduced(2.0F);
    const auto upTo = [&](float decibels) { return inside.withWidth(inside.getWidth() * shareOf(decibels)); };
    if (shownDb > lowestDb)
    {
        g.setColour(theme::accent);
        g.fillRect(upTo(juce::jmin(shownDb, warningDb)));
    }
    if (shownDb > warningDb)
    {
        g.setColour(theme::warning);
        g.fillRect(upTo(shownDb).withLeft(upTo(warningDb).getRight()));
    }
    if (peakDb > lowestDb)
    {
        g.setColour(peakDb > warningDb ? theme::warning : theme::text);
        g.fillRect(upTo(peakDb).removeFromRight(2.0F));
    }
}

} // namespace parley::plugin
