// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Playout.h"

#include <catch2/catch.hpp>

using namespace parley;
using bridge::Playout;

namespace
{

/// Pumped once, in blocks of 10 ms.
struct Arrivals
{
    explicit Arrivals(int sampleRate)
        : rate(sampleRate)
    {
        pump();
    }

    void pump() { playout.pump(rate, rate / 100, {}); }
    void arrive(std::size_t samples) { CHECK(playout.speech({"r", "i", 0}, std::vector<std::int16_t>(samples, 1000))); }

    int rate;
    audio::PlayoutFifo fifo;
    Playout playout{fifo, {[](const auto&, auto) {}, [](const auto&) {}}};
};

} // namespace

TEST_CASE("speech that arrives goes on to the host without waiting for the pump, and the rest with it")
{
    Arrivals host(24000);
    host.arrive(2400);
    CHECK(host.fifo.pushedFrames() == 2400);
    for (int message = 0; message < 10; ++message)
        host.arrive(2400);
    CHECK(host.fifo.pushedFrames() == 2880);
    host.pump();
    // The lead, in pieces of 20 ms.
    CHECK(host.fifo.pushedFrames() == 4800);
}

TEST_CASE("speech that is too short to begin with waits, also when it arrives")
{
    Arrivals host(24000);
    host.arrive(240);
    CHECK(host.fifo.pushedFrames() == 0);
}

TEST_CASE("the end of an answer goes on to the host without waiting for the pump")
{
    Arrivals host(48000);
    host.arrive(240);
    CHECK(host.fifo.pushedFrames() == 0);
    host.playout.speechComplete("r");
    CHECK(host.fifo.pushedFrames() == 480);
    std::vector<float> out(480);
    host.fifo.render(out, 48000, {});
    host.fifo.render(out, 48000, {});
    CHECK(host.fifo.underruns() == 0);
}
