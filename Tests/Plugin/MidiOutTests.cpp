// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MidiOut.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace parley::plugin;

namespace
{

using Bytes = std::vector<int>;

class Output
{
public:
    Output() { midi.ensureSize(MidiOut::mostBytes); }

    std::vector<Bytes> block(Phase phase, float peak = 0, int frames = 480)
    {
        midi.clear();
        out.write(midi, phase, peak, frames, 48000.0);
        std::vector<Bytes> messages;
        for (const auto found : midi)
            messages.emplace_back(found.data, found.data + found.numBytes);
        return messages;
    }

    MidiQueue queue;
    MidiOut out{queue};

private:
    juce::MidiBuffer midi;
};

} // namespace

TEST_CASE("the MIDI output is silent until somebody wants it")
{
    Output output;
    for (const auto phase : {Phase::listening, Phase::thinking, Phase::speaking})
        CHECK(output.block(phase, 1).empty());
    CHECK_FALSE(output.queue.push({0x90, 60, 100}));
}

TEST_CASE("one note is held and one controller stands high for what the agent does, and nothing hangs")
{
    Output output;
    output.out.use({.isOn = true, .channel = 2, .firstNote = 40, .firstController = 20});
    CHECK(output.block(Phase::connecting).empty());
    CHECK(output.block(Phase::listening) == std::vector<Bytes>{{0x91, 40, 100}, {0xB1, 20, 127}});
    CHECK(output.block(Phase::listening).empty());
    CHECK(output.block(Phase::thinking) ==
          std::vector<Bytes>{{0x81, 40, 0}, {0xB1, 20, 0}, {0x91, 41, 100}, {0xB1, 21, 127}});
    CHECK(output.block(Phase::speaking) ==
          std::vector<Bytes>{{0x81, 41, 0}, {0xB1, 21, 0}, {0x91, 42, 100}, {0xB1, 22, 127}});
    CHECK(output.block(Phase::failed) == std::vector<Bytes>{{0x81, 42, 0}, {0xB1, 22, 0}});
}

TEST_CASE("the output level follows the voice in decibels, at most fifty times a second")
{
    Output output;
    output.out.use({.isOn = true});
    CHECK(output.block(Phase::offline, 1.0F, 480).empty());
    CHECK(output.block(Phase::offline, 0.1F, 480) == std::vector<Bytes>{{0xB0, 105, 127}});
    CHECK(output.block(Phase::offline, 0.1F, 960) == std::vector<Bytes>{{0xB0, 105, 85}});
    CHECK(output.block(Phase::offline, 0.0F, 960) == std::vector<Bytes>{{0xB0, 105, 0}});
    CHECK(output.block(Phase::offline, 0.0F, 960).empty());
}

TEST_CASE("switched off or moved to other numbers, the output goes back to rest on the old ones first")
{
    Output output;
    output.out.use({.isOn = true});
    static_cast<void>(output.block(Phase::speaking, 1.0F, 960));
    output.out.use({.isOn = true, .channel = 5});
    CHECK(output.block(Phase::speaking) ==
          std::vector<Bytes>{{0x80, 62, 0}, {0xB0, 104, 0}, {0xB0, 105, 0}, {0x94, 62, 100}, {0xB4, 104, 127}});
    output.out.use({.isOn = false, .channel = 5});
    CHECK(output.block(Phase::speaking) == std::vector<Bytes>{{0x84, 62, 0}, {0xB4, 104, 0}});
    CHECK(output.block(Phase::speaking).empty());
}

TEST_CASE("what the tools of a cast send goes out in its order, and what does not fit is refused")
{
    Output output;
    output.out.use({.isOn = true});
    static_cast<void>(output.block(Phase::offline));
    REQUIRE(output.queue.push({0x90, 60, 100}));
    REQUIRE(output.queue.push({0xC0, 7, 0}));
    CHECK(output.block(Phase::offline) == std::vector<Bytes>{{0x90, 60, 100}, {0xC0, 7}});
    for (int message = 0; message < MidiQueue::capacity; ++message)
        REQUIRE(output.queue.push({0x90, 60, 100}));
    CHECK_FALSE(output.queue.push({0x90, 60, 100}));
    CHECK(output.queue.refused() == 1);
    CHECK(output.block(Phase::offline).size() == MidiQueue::capacity);
}
