// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/SilenceWatch.h"

#include <catch2/catch.hpp>

using namespace parley::app;
using namespace std::chrono_literals;

namespace
{

constexpr InputSight sound{.hasInput = true, .hasSound = true};
constexpr InputSight silence{.hasInput = true, .hasSound = false};
constexpr InputSight muted{.hasInput = true, .hasSound = true, .isMuted = true};
constexpr InputSight noDevice{};

struct Bench
{
    SilenceWatch watch;
    SilenceWatch::Time now{};

    InputState after(std::chrono::milliseconds time, const InputSight& sight)
    {
        now += time;
        return watch.update(sight, now);
    }
};

} // namespace

TEST_CASE("a microphone that gives sound is said nothing about", "[app]")
{
    Bench bench;
    CHECK(bench.after(0ms, sound) == InputState::alive);
    CHECK(sentenceFor(InputState::alive).empty());
    CHECK(sentenceFor(InputState::unknown).empty());
}

TEST_CASE("five seconds of digital silence are told, and what to do about them", "[app]")
{
    Bench bench;
    bench.after(0ms, silence);
    CHECK(bench.after(4999ms, silence) == InputState::unknown);
    CHECK(bench.after(1ms, silence) == InputState::silent);
    CHECK(sentenceFor(InputState::silent).find("Switch it on") != std::string_view::npos);
    CHECK(bench.after(100ms, sound) == InputState::alive);
    CHECK(bench.after(100ms, silence) == InputState::alive);
    CHECK(bench.after(5s, silence) == InputState::silent);
}

TEST_CASE("a single sound within five seconds is life", "[app]")
{
    Bench bench;
    for (int i = 0; i < 10; ++i)
    {
        bench.after(4s, silence);
        CHECK(bench.after(100ms, sound) == InputState::alive);
    }
}

TEST_CASE("Parley's own mute is told before anything else, and forgotten when it ends", "[app]")
{
    Bench bench;
    CHECK(bench.after(0ms, muted) == InputState::muted);
    CHECK(sentenceFor(InputState::muted).find("mute off") != std::string_view::npos);
    CHECK(bench.after(100ms, silence) == InputState::unknown);
    CHECK(bench.after(5s, silence) == InputState::silent);
    CHECK(bench.after(100ms, muted) == InputState::muted);
    CHECK(bench.after(100ms, sound) == InputState::alive);
}

TEST_CASE("silence is counted from when the device is there", "[app]")
{
    Bench bench;
    bench.after(0ms, silence);
    CHECK(bench.after(4s, noDevice) == InputState::unknown);
    CHECK(bench.after(10s, silence) == InputState::unknown);
    CHECK(bench.after(4s, silence) == InputState::unknown);
    CHECK(bench.after(1s, silence) == InputState::silent);
    CHECK(bench.after(1s, noDevice) == InputState::unknown);
}
