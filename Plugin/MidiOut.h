// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent does as MIDI, for lights and synthesizers that follow the voice; docs/plugin.md has the map.
#pragma once

#include "Plugin/MidiQueue.h"
#include "Plugin/SessionFigures.h"
#include "Plugin/Settings.h"

#include <JuceHeader.h>

#include <atomic>
#include <cstdint>

namespace parley::plugin
{

/// One note is held, and one controller stands at 127, for each of listening, thinking and speaking; another controller
/// follows the output level. Everything goes back to rest when the output is switched off, and when the agent is none
/// of the three.
class MidiOut
{
public:
    /// What `write` adds to a buffer at most, which must have room for it, as the buffers of JUCE's wrappers do.
    static constexpr int mostBytes = 2048;
    /// The level is told at most so often.
    static constexpr double levelIntervalSeconds = 0.02;

    /// Where the messages of the cast's tools wait; must outlive this.
    explicit MidiOut(MidiQueue& toolMessages) noexcept;

    /// @thread any; lock-free
    void use(const MidiSettings& settings) noexcept;

    /// The messages of one block. `peak` is the voice's, full scale at 1. Allocates nothing.
    /// @thread audio
    void write(juce::MidiBuffer& midi, Phase phase, float peak, int frames, double sampleRate) noexcept;

private:
    /// Of MidiSettings, as one number that is read and written whole.
    struct Map
    {
        bool isOn = false;
        std::uint8_t channel = 0; ///< 0 to 15
        std::uint8_t firstNote = 0;
        std::uint8_t firstController = 0;

        [[nodiscard]] bool operator==(const Map&) const = default;
    };

    void rest(juce::MidiBuffer& midi) noexcept;
    void show(juce::MidiBuffer& midi, int wanted) noexcept;
    void showLevel(juce::MidiBuffer& midi, float peak, int frames, double sampleRate) noexcept;

    MidiQueue& tools;
    std::atomic<Map> wantedMap{};
    Map map;
    int shown = -1; ///< 0 listening, 1 thinking, 2 speaking, -1 none.
    int shownLevel = 0;
    float loudest = 0; ///< Since the level was told last.
    double sinceLevel = 0;
};

} // namespace parley::plugin
