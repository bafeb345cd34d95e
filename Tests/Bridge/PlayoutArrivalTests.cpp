// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Playout.h"

#include <catch2/catch.hpp>

using namespace parley;
using bridge::Playout;

TEST_CASE("speech that arrives goes on to the host without waiting for the pump, and the rest with it")
{
    audio::PlayoutFifo fifo;
    Playout playout(fifo, {[](const auto&, auto) {}, [](const auto&) {}});
    playout.pump(24000, 240, {});
    const std::vector<std::int16_t> speech(2400, 1000);

    CHECK(playout.speech({"r", "i", 0}, speech));
    CHECK(fifo.pushedFrames() == 2400);
    for (int message = 0; message < 10; ++message)
        CHECK(playout.speech({"r", "i", 0}, speech));
    CHECK(fifo.pushedFrames() == 2880);
    playout.pump(24000, 240, {});
    // The lead, in pieces of 20 ms.
    CHECK(fifo.pushedFrames() == 4800);
}

TEST_CASE("speech that is too short to begin with waits, also when it arrives")
{
    audio::PlayoutFifo fifo;
    Playout playout(fifo, {[](const auto&, auto) {}, [](const auto&) {}});
    playout.pump(24000, 240, {});
    CHECK(playout.speech({"r", "i", 0}, std::vector<std::int16_t>(240, 1000)));
    CHECK(fifo.pushedFrames() == 0);
}

TEST_CASE("the end of an answer goes on to the host without waiting for the pump")
{
    audio::PlayoutFifo fifo;
    Playout playout(fifo, {[](const auto&, auto) {}, [](const auto&) {}});
    playout.pump(48000, 480, {});
    CHECK(playout.speech({"r", "i", 0}, std::vector<std::int16_t>(240, 1000)));
    CHECK(fifo.pushedFrames() == 0);
    playout.speechComplete("r");
    CHECK(fifo.pushedFrames() == 480);
    std::vector<float> out(480);
    fifo.render(out, 48000, {});
    fifo.render(out, 48000, {});
    CHECK(fifo.underruns() == 0);
}
