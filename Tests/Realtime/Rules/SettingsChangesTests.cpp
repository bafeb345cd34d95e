// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Handshake.h"
#include "Realtime/Rules/SettingsChanges.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

namespace
{

wire::SessionConfig withSpeed(double speed)
{
    wire::SessionConfig config;
    config.speed = speed;
    return config;
}

wire::SessionConfig saying(const char* instructions)
{
    wire::SessionConfig config;
    config.instructions = instructions;
    return config;
}

} // namespace

TEST_CASE("a change replaces what it sets and nothing else", "[settings]")
{
    wire::SessionConfig settings = saying("Be brief.");
    settings.kind = wire::SessionKind::transcription;
    settings.inputFormat = wire::AudioFormat::pcmu;
    settings.turnDetection = wire::TurnDetection(wire::ServerVad{});
    wire::SessionConfig changes = withSpeed(1.2);
    changes.turnDetection = nullptr;
    applyChanges(settings, changes);
    CHECK(settings.instructions == "Be brief.");
    CHECK(settings.speed == 1.2);
    CHECK(std::holds_alternative<std::nullptr_t>(settings.turnDetection.value()));
    CHECK(settings.kind == wire::SessionKind::transcription);
    CHECK(settings.inputFormat == wire::AudioFormat::pcmu);
}

TEST_CASE("a refused change is taken back, and those around it stay", "[settings]")
{
    SettingsChanges changes(withSpeed(1.0));
    changes.add(withSpeed(1.1), "one");
    changes.add(saying("Be brief."), "two");
    changes.add(withSpeed(1.3), "three");
    CHECK(changes.current().speed == 1.3);
    CHECK(changes.refused("three"));
    CHECK(changes.current().speed == 1.1);
    CHECK(changes.current().instructions == "Be brief.");
    CHECK(changes.refused("one"));
    CHECK(changes.current().speed == 1.0);
    CHECK_FALSE(changes.refused("one"));
    CHECK_FALSE(changes.refused(""));
}

TEST_CASE("a confirmed change is not taken back any more", "[settings]")
{
    SettingsChanges changes(withSpeed(1.0));
    changes.add(withSpeed(1.1), "one");
    changes.add(saying("Be brief."), "two");
    changes.confirmed("two");
    CHECK_FALSE(changes.refused("one"));
    CHECK_FALSE(changes.refused("two"));
    CHECK(changes.current().speed == 1.1);
    changes.add(withSpeed(1.2), "three");
    changes.connectionLost();
    CHECK_FALSE(changes.refused("three"));
    CHECK(changes.current().speed == 1.2);
    CHECK(changes.refused(Handshake::updateId));
    CHECK(changes.current().speed == 1.1);
}

TEST_CASE("what was asked for wins over the agent until another agent takes over", "[settings]")
{
    SettingsChanges changes(saying("Of the session."));
    CHECK_FALSE(changes.sinceAgent().instructions);
    changes.add(saying("Of the user."), "one");
    CHECK(changes.sinceAgent().instructions == "Of the user.");
    changes.agentChanged();
    CHECK_FALSE(changes.sinceAgent().instructions);
    changes.confirmed("one");
    CHECK_FALSE(changes.sinceAgent().instructions);
    CHECK(changes.current().instructions == "Of the user.");
    changes.add(saying("Again."), "two");
    CHECK(changes.sinceAgent().instructions == "Again.");
}

TEST_CASE("a service that answers no update costs no memory, and its changes stay", "[settings]")
{
    SettingsChanges changes(withSpeed(1.0));
    for (std::size_t i = 0; i <= SettingsChanges::mostOpen; ++i)
        changes.add(saying("Be brief."), std::to_string(i));
    CHECK_FALSE(changes.refused("0"));
    CHECK(changes.refused("1"));
    CHECK(changes.current().instructions == "Be brief.");
}
