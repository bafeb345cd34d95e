// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/DeviceFormat.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace parley::app;

TEST_CASE("a device runs at the wanted rate, else at its own, else at 48 kHz", "[app]")
{
    const std::vector<double> offered{22050, 44100, 48000, 96000};
    CHECK(bestSampleRate(offered, 44100, 96000) == 96000);
    CHECK(bestSampleRate(offered, 44100, 88200) == 44100);
    CHECK(bestSampleRate(offered, 0, 0) == 48000);
    CHECK(bestSampleRate(std::vector<double>{192000, 96000, 44100}, 0, 0) == 44100);
    CHECK(bestSampleRate(std::vector<double>{8000, 16000}, 0, 0) == 16000);
    CHECK(bestSampleRate({}, 48000, 48000) == 0);
}

TEST_CASE("a device runs with the wanted block, else the next larger, else its largest", "[app]")
{
    const std::vector<int> offered{64, 512, 128};
    CHECK(bestBlockSize(offered, 512, 128) == 128);
    CHECK(bestBlockSize(offered, 512, 65) == 128);
    CHECK(bestBlockSize(offered, 64, 1000) == 512);
    CHECK(bestBlockSize(offered, 64, 0) == 64);
    CHECK(bestBlockSize({}, 256, 64) == 256);
}
