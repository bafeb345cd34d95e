// SPDX-License-Identifier: GPL-3.0-or-later
#include "Cast/CastFile.h"
#include "Plugin/LentHost.h"
#include "Plugin/Track.h"

#include <catch2/catch.hpp>

#include <memory>

using namespace parley;
using namespace parley::plugin;
using namespace parley::tests;

TEST_CASE("the tools of a cast move the plugin's parameters by id or by name")
{
    const Instance instance;
    const LentHost host(instance->parameters());
    const auto lent = host.lend();
    REQUIRE(lent.setParameter("dryLevelDb", 1.0));
    CHECK(instance->parameters().dryLevelDb.get() == Approx(12.0F));
    REQUIRE(lent.setParameter("Mute Mic", 1.0));
    CHECK(instance->parameters().mute.get());
    REQUIRE(lent.setParameter("agent level", 0.0));
    CHECK(instance->parameters().outputGainDb.get() == Approx(-60.0F));
    const auto unknown = lent.setParameter("reverb", 0.5);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message.find("reverb") != std::string::npos);
}

TEST_CASE("what was lent answers with an error once the plugin is gone")
{
    const Instance instance;
    auto host = std::make_unique<LentHost>(instance->parameters());
    const auto lent = host->lend();
    host.reset();
    CHECK_FALSE(lent.setParameter("mute", 1.0));
    CHECK_FALSE(lent.sendMidi({0x90, 60, 100}));
}

TEST_CASE("a cast that asks for MIDI and parameters is one that this plugin can speak with")
{
    const Instance instance;
    const LentHost host(instance->parameters());
    host.midi().setOpen(true);
    const auto cast = cast::parseCast(R"({"agents":[{"name":"A","tools":[
        {"kind":"midi","name":"bell","description":"Rings.","message":"note_on"},
        {"kind":"parameter","name":"hush","description":"Makes it soft.","parameter":"Agent Level"}]}]})",
                                      "a", host.lend());
    if (!cast)
        FAIL(cast.error().message);
    const auto& tools = cast.value().agents.at(0).tools;
    REQUIRE(tools.at(0).run({"c", "bell", "A", {{"note", 60}, {"velocity", 90}}, {}}));
    cast::MidiMessage message{};
    REQUIRE(host.midi().pop(message));
    CHECK(message == cast::MidiMessage{0x90, 60, 90});
    REQUIRE(tools.at(1).run({"c", "hush", "A", {{"value", 0.5}}, {}}));
    CHECK(instance->parameters().outputGainDb.get() == Approx(-24.0F));
}
