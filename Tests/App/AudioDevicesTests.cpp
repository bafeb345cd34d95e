// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/AudioDevices.h"
#include "App/FakeDrivers.h"
#include "Plugin/MessageThread.h"
#include "Plugin/PluginProcessor.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::app;
using namespace parley::tests;
using namespace std::chrono_literals;

namespace
{

/// The app's devices over a sound system and a clock that only the test moves. On the message thread.
struct Bench
{
    FakeSystem system;
    DeviceKeeper::Time now{};
    plugin::PluginProcessor processor;
    AudioDevices devices{processor, driversOf(system), [this] { return now; }};
    int changes = 0;

    Bench()
    {
        system.cards = {"Card", "USB"};
        devices.onChanged = [this] { ++changes; };
    }

    /// Time passes, with a block of sound in each tenth of a second while a device runs.
    void pass(std::chrono::milliseconds time, float sample = 0.5F)
    {
        for (const auto end = now + time; now < end;)
        {
            now += 100ms;
            if (system.callback != nullptr)
                system.block(sample);
            devices.look();
        }
    }
};

void onBench(const std::function<void(Bench&)>& test)
{
    onMessageThread(
        [&]
        {
            Bench bench;
            test(bench);
        });
}

} // namespace

TEST_CASE("the system's default device is opened and its blocks reach the plugin", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            CHECK_FALSE(bench.devices.isOpen());
            bench.devices.start({});
            REQUIRE(bench.devices.isOpen());
            CHECK(bench.devices.sentence() == "Card (Fake), 48.0 kHz, blocks of 256, 2 channels in, 2 channels out.");
            CHECK(bench.processor.getSampleRate() == 48000);
            bench.system.block(0.25F);
            CHECK(bench.devices.takeInputPeak() == Approx(0.25));
            CHECK(bench.devices.takeInputPeak() == 0);
        });
}

TEST_CASE("a chosen rate and block size reach the device and the plugin", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({.input = "USB", .output = "USB", .sampleRate = 96000, .blockSize = 500});
            CHECK(bench.system.rate == 96000);
            CHECK(bench.system.frames == 512);
            CHECK(bench.processor.getSampleRate() == 96000);
            CHECK(bench.processor.getBlockSize() == 512);
        });
}

TEST_CASE("a device that is pulled out is said to be gone, and opened again when it is back", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({.input = "USB", .output = "USB"});
            bench.pass(1s);
            bench.changes = 0;
            bench.system.unplug("USB");
            bench.devices.look();
            CHECK_FALSE(bench.devices.isOpen());
            CHECK(bench.devices.losses() == 1);
            CHECK(bench.devices.sentence().contains("is gone. Plug it in again"));
            CHECK(bench.changes > 0);
            bench.pass(1s);
            CHECK(bench.devices.sentence() == "The microphone \"USB\" is away. Plug it in, or choose another one.");
            CHECK(bench.system.opened == 1);
            bench.system.cards.add("USB");
            bench.pass(5s);
            CHECK(bench.devices.isOpen());
            CHECK(bench.system.opened == 2);
            bench.system.block(0.5F);
            CHECK(bench.devices.takeInputPeak() == Approx(0.5));
        });
}

TEST_CASE("a followed device that is pulled out gives way to the next default", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({});
            bench.system.unplug("Card");
            bench.pass(1s);
            REQUIRE(bench.devices.isOpen());
            CHECK(bench.devices.sentence().startsWith("USB (Fake)"));
        });
}

TEST_CASE("a device that stands still is opened again", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({});
            bench.pass(1s);
            for (int i = 0; i < 30; ++i)
            {
                bench.now += 100ms;
                bench.devices.look();
            }
            CHECK(bench.system.opened == 2);
            CHECK(bench.devices.losses() == 1);
            CHECK(bench.devices.isOpen());
        });
}

TEST_CASE("a device that refuses is tried for ever, and the driver's reason is shown", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.system.refusal = "Device or resource busy";
            bench.devices.start({});
            bench.pass(1min);
            CHECK(bench.devices.sentence() == "\"Card\" (Fake) cannot be opened: Device or resource busy. Close other "
                                              "programs that use it, or choose another one.");
            bench.system.refusal.clear();
            bench.pass(5s);
            CHECK(bench.devices.isOpen());
        });
}

TEST_CASE("another choice is opened at once", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({});
            bench.devices.choose({.input = "USB", .output = "USB"});
            CHECK(bench.devices.sentence().startsWith("USB (Fake)"));
            CHECK(bench.devices.choice().input == "USB");
            CHECK(bench.devices.losses() == 0);
        });
}

TEST_CASE("a dead silent or muted microphone is told, and that it lives again", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bool isMuted = false;
            bench.devices.isMuted = [&] { return isMuted; };
            bench.devices.start({});
            bench.pass(1s, 0.001F);
            CHECK(bench.devices.input() == InputState::alive);
            bench.changes = 0;
            bench.pass(6s, 0.0F);
            CHECK(bench.devices.input() == InputState::silent);
            CHECK(bench.changes == 1);
            isMuted = true;
            bench.pass(100ms, 0.001F);
            CHECK(bench.devices.input() == InputState::muted);
            isMuted = false;
            bench.pass(100ms, 0.001F);
            CHECK(bench.devices.input() == InputState::alive);
        });
}

TEST_CASE("a device without a microphone says so", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.system.inputChannels = 0;
            bench.devices.start({});
            REQUIRE(bench.devices.isOpen());
            CHECK(bench.devices.sentence().endsWith("There is no microphone: choose an input under Sound devices."));
            bench.pass(10s);
            CHECK(bench.devices.input() == InputState::unknown);
        });
}

TEST_CASE("a device is closed before the app is gone", "[app]")
{
    onMessageThread(
        []
        {
            FakeSystem system;
            system.cards = {"Card"};
            {
                plugin::PluginProcessor processor;
                AudioDevices devices(processor, driversOf(system), [] { return DeviceKeeper::Time{}; });
                devices.start({});
                REQUIRE(system.isRunning);
            }
            CHECK_FALSE(system.isRunning);
            CHECK(system.callback == nullptr);
        });
}
