// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MidiOut.h"

#include <algorithm>
#include <cmath>

namespace parley::plugin
{

namespace
{

constexpr float quietestDb = -60;
constexpr int levelController = 3; ///< Counted from the first.
constexpr std::uint8_t noteOff = 0x80;
constexpr std::uint8_t noteOn = 0x90;
constexpr std::uint8_t controlChange = 0xB0;
constexpr std::uint8_t velocity = 100;

int indexOf(Phase phase) noexcept
{
    switch (phase)
    {
    case Phase::listening:
        return 0;
    case Phase::thinking:
        return 1;
    case Phase::speaking:
        return 2;
    case Phase::offline:
    case Phase::connecting:
    case Phase::reconnecting:
    case Phase::failed:
        break;
    }
    return -1;
}

/// 0 at -60 dBFS and below, 127 at full scale, in even steps of decibels.
int levelOf(float peak) noexcept
{
    if (!(peak > 0))
        return 0;
    const float decibels = 20.0F * std::log10(peak);
    return static_cast<int>(std::clamp(std::round((1.0F - decibels / quietestDb) * 127.0F), 0.0F, 127.0F));
}

void add(juce::MidiBuffer& midi, int status, int first, int second) noexcept
{
    const std::uint8_t message[3] = {static_cast<std::uint8_t>(status), static_cast<std::uint8_t>(first),
                                     static_cast<std::uint8_t>(second)};
    midi.addEvent(message, 3, 0);
}

} // namespace

MidiOut::MidiOut(MidiQueue& toolMessages) noexcept
    : tools(toolMessages)
{
}

void MidiOut::use(const MidiSettings& settings) noexcept
{
    tools.setOpen(settings.isOn);
    wantedMap.store({settings.isOn, static_cast<std::uint8_t>(settings.channel - 1),
                     static_cast<std::uint8_t>(settings.firstNote),
                     static_cast<std::uint8_t>(settings.firstController)},
                    std::memory_order_relaxed);
}

void MidiOut::write(juce::MidiBuffer& midi, Phase phase, float peak, int frames, double sampleRate) noexcept
{
    const auto wanted = wantedMap.load(std::memory_order_relaxed);
    if (wanted != map)
    {
        rest(midi);
        map = wanted;
    }
    cast::MidiMessage message{};
    for (int count = 0; count < MidiQueue::capacity && tools.pop(message); ++count)
        if (map.isOn)
            midi.addEvent(message.data(), juce::MidiMessage::getMessageLengthFromFirstByte(message[0]), 0);
    if (!map.isOn)
        return;
    show(midi, indexOf(phase));
    showLevel(midi, peak, frames, sampleRate);
}

void MidiOut::rest(juce::MidiBuffer& midi) noexcept
{
    show(midi, -1);
    if (shownLevel != 0)
        add(midi, controlChange | map.channel, map.firstController + levelController, 0);
    shownLevel = 0;
}

void MidiOut::show(juce::MidiBuffer& midi, int wanted) noexcept
{
    if (wanted == shown)
        return;
    if (shown >= 0)
    {
        add(midi, noteOff | map.channel, map.firstNote + shown, 0);
        add(midi, controlChange | map.channel, map.firstController + shown, 0);
    }
    if (wanted >= 0)
    {
        add(midi, noteOn | map.channel, map.firstNote + wanted, velocity);
        add(midi, controlChange | map.channel, map.firstController + wanted, 127);
    }
    shown = wanted;
}

void MidiOut::showLevel(juce::MidiBuffer& midi, float peak, int frames, double sampleRate) noexcept
{
    loudest = std::max(loudest, peak);
    sinceLevel += frames / sampleRate;
    if (sinceLevel < levelIntervalSeconds)
        return;
    const int level = levelOf(loudest);
    loudest = 0;
    sinceLevel = 0;
    if (level == shownLevel)
        return;
    add(midi, controlChange | map.channel, map.firstController + levelController, level);
    shownLevel = level;
}

} // namespace parley::plugin
