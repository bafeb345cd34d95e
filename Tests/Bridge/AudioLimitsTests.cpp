// SPDX-License-Identifier: Apache-2.0
#include "Bridge/AudioLimits.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

TEST_CASE("sensible audio settings are taken as they are")
{
    CHECK(withinLimits({}).warnings.empty());
    CHECK(withinLimits({}).settings == AudioSettings{});
}

TEST_CASE("audio settings out of range are brought into it, each with a warning that names the field")
{
    struct Row
    {
        const char* field;
        void (*set)(AudioSettings&);
        bool (*isMended)(const AudioSettings&);
    };
    const Row rows[] = {
        {"capture.channel", [](auto& s) { s.capture.channel = -5; }, [](auto& s) { return s.capture.channel == -1; }},
        {"capture.gainDb", [](auto& s) { s.capture.gainDb = 99; }, [](auto& s) { return s.capture.gainDb == 40; }},
        {"capture.gainDb", [](auto& s) { s.capture.gainDb = std::numeric_limits<double>::quiet_NaN(); },
         [](auto& s) { return s.capture.gainDb == 0; }},
        {"capture.message", [](auto& s) { s.capture.message = 5ms; },
         [](auto& s) { return s.capture.message == 10ms; }},
        {"capture.message", [](auto& s) { s.capture.message = 25ms; },
         [](auto& s) { return s.capture.message == 20ms; }},
        {"echo.hold", [](auto& s) { s.echo.hold = -1ms; }, [](auto& s) { return s.echo.hold == 0ms; }},
        {"echo.marginDb", [](auto& s) { s.echo.marginDb = -3; }, [](auto& s) { return s.echo.marginDb == 0; }},
        {"turns.confirmation", [](auto& s) { s.turns.confirmation = 2s; },
         [](auto& s) { return s.turns.confirmation == 1s; }},
        {"turns.duckDb", [](auto& s) { s.turns.duckDb = 6; }, [](auto& s) { return s.turns.duckDb == 0; }},
        {"turns.silence", [](auto& s) { s.turns.silence = 1ms; }, [](auto& s) { return s.turns.silence == 100ms; }},
        {"turns.preRoll", [](auto& s) { s.turns.preRoll = 3s; }, [](auto& s) { return s.turns.preRoll == 1s; }},
        {"prebuffer.most", [](auto& s) { s.prebuffer.most = 1h; }, [](auto& s) { return s.prebuffer.most == 5s; }},
        {"prebuffer.initial", [](auto& s) { s.prebuffer.initial = 0ms; },
         [](auto& s) { return s.prebuffer.initial == s.prebuffer.least; }},
    };
    for (const auto& row : rows)
    {
        CAPTURE(row.field);
        AudioSettings wanted;
        row.set(wanted);
        const auto checked = withinLimits(wanted);
        REQUIRE(checked.warnings.size() == 1);
        CHECK(checked.warnings[0].where == row.field);
        CHECK(checked.warnings[0].message.find(row.field) == 0);
        CHECK(row.isMended(checked.settings));
    }
}
