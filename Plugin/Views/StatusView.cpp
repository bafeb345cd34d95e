// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/StatusView.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

juce::Colour colourOf(realtime::ConnectionState state)
{
    switch (state)
    {
    case realtime::ConnectionState::connecting:
    case realtime::ConnectionState::configuring:
    case realtime::ConnectionState::reconnecting:
        return theme::warning;
    case realtime::ConnectionState::ready:
        return theme::accent;
    case realtime::ConnectionState::failed:
        return theme::failure;
    case realtime::ConnectionState::disconnected:
        break;
    }
    return theme::idle;
}

} // namespace

StatusView::StatusView()
    : light(theme::idle)
{
    setTitle("Status");
}

void StatusView::show(const bridge::BridgeStatus& status, const std::string& notice)
{
    const auto nextLight = notice.empty() ? colourOf(status.state) : theme::warning;
    const auto nextSentence = toJuce(notice.empty() ? status.sentence : notice);
    if (nextLight == light && nextSentence == sentence)
        return;
    light = nextLight;
    sentence = nextSentence;
    setTooltip(sentence);
    setDescription(sentence);
    repaint();
}

void StatusView::paint(juce::Graphics& g)
{
    constexpr float diameter = 12.0F;
    auto area = getLocalBounds();
    const auto lamp = area.removeFromLeft(24).toFloat().withSizeKeepingCentre(diameter, diameter);
    g.setColour(light.withAlpha(0.25F));
    g.fillEllipse(lamp.expanded(3.0F));
    g.setColour(light);
    g.fillEllipse(lamp);
    g.setColour(theme::text);
    g.setFont(theme::body());
    g.drawFittedText(sentence, area.withTrimmedLeft(4), juce::Justification::centredLeft, 2, 0.9F);
}

} // namespace parley::plugin
