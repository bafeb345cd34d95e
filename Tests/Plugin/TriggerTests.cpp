// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Trigger.h"

#include <catch2/catch.hpp>

using parley::plugin::Trigger;

namespace
{

/// As a wrapper does on the audio thread.
void put(juce::AudioProcessorParameter& trigger, bool isOn)
{
    trigger.setValue(isOn ? 1.0F : 0.0F);
}

} // namespace

TEST_CASE("what went up before the first block is no deed, and stays none")
{
    Trigger trigger(juce::ParameterID("t", 1), "T", false);
    put(trigger, true);
    CHECK_FALSE(trigger.take());
    trigger.arm();
    put(trigger, true);
    CHECK_FALSE(trigger.take());
    put(trigger, false);
    put(trigger, true);
    CHECK(trigger.take());
    CHECK_FALSE(trigger.take());
}

TEST_CASE("a pulse shorter than the look between two blocks is a deed all the same")
{
    Trigger trigger(juce::ParameterID("t", 1), "T", false);
    trigger.arm();
    put(trigger, true);
    put(trigger, false);
    CHECK(trigger.take());
}

TEST_CASE("a host that holds its automation up does the deed once, not at every block")
{
    Trigger trigger(juce::ParameterID("t", 1), "T", false);
    trigger.arm();
    put(trigger, true);
    CHECK(trigger.take());
    trigger.release();
    CHECK_FALSE(trigger.get());
    for (int block = 0; block < 10; ++block)
        put(trigger, true);
    CHECK_FALSE(trigger.take());
    CHECK(trigger.get());
}

TEST_CASE("a switch that only shows what was done elsewhere does nothing more")
{
    Trigger trigger(juce::ParameterID("t", 1), "T", false);
    trigger.arm();
    trigger.show(true);
    CHECK(trigger.get());
    CHECK_FALSE(trigger.take());
    trigger.show(false);
    put(trigger, true);
    CHECK(trigger.take());
}

TEST_CASE("a project that is opened puts it exactly where it belongs, and forgets what nobody has taken")
{
    Trigger trigger(juce::ParameterID("t", 1), "T", false);
    juce::AudioProcessorParameter& host = trigger;
    trigger.arm();
    for (const float anywhere : {0.3F, 0.7F})
    {
        host.setValue(anywhere);
        trigger.restore(false);
        CHECK(host.getValue() == 0.0F);
        CHECK_FALSE(trigger.take());
    }
    trigger.restore(true);
    CHECK(host.getValue() == 1.0F);
    CHECK_FALSE(trigger.take());
}

TEST_CASE("what was up before the first block is put down, and what went up since is a deed all the same")
{
    Trigger restored(juce::ParameterID("t", 1), "T", false);
    put(restored, true);
    restored.arm();
    restored.forgetRestored();
    CHECK_FALSE(restored.get());
    Trigger risen(juce::ParameterID("t", 1), "T", false);
    risen.arm();
    put(risen, true);
    risen.forgetRestored();
    CHECK(risen.get());
    CHECK(risen.take());
}
