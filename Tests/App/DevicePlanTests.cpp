// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/DevicePlan.h"

#include <catch2/catch.hpp>

using namespace parley::app;

namespace
{

const DriverDevices alsa{.driver = "ALSA",
                         .inputs = {"Webcam", "Default"},
                         .outputs = {"Default", "HDMI"},
                         .defaultInput = 1,
                         .defaultOutput = 0};
const DriverDevices jack{.driver = "JACK", .inputs = {"synth", "system"}, .outputs = {"recorder", "system"}};
const DriverDevices jackWithoutServer{.driver = "JACK"};

} // namespace

TEST_CASE("without a choice the running JACK server's sound card is opened, then the system's default", "[app]")
{
    const auto plan = planDevices({}, {alsa, jack});
    REQUIRE(plan.targets.size() == 2);
    CHECK(plan.targets[0] == DeviceTarget{"JACK", "system", "system"});
    CHECK(plan.targets[1] == DeviceTarget{"ALSA", "Default", "Default"});
    CHECK(plan.reason.empty());
}

TEST_CASE("without a JACK server the system's default is opened", "[app]")
{
    const auto plan = planDevices({}, {alsa, jackWithoutServer});
    REQUIRE(plan.targets.size() == 1);
    CHECK(plan.targets[0] == DeviceTarget{"ALSA", "Default", "Default"});
}

TEST_CASE("following goes where the system's default goes", "[app]")
{
    auto moved = alsa;
    moved.defaultInput = 0;
    moved.defaultOutput = 1;
    CHECK(planDevices({.driver = "ALSA"}, {moved}).targets.at(0) == DeviceTarget{"ALSA", "Webcam", "HDMI"});
    moved.defaultInput = 99;
    CHECK(planDevices({.driver = "ALSA"}, {moved}).targets.at(0).input == "Webcam");
}

TEST_CASE("a pinned device is opened wherever it is, beside a followed one", "[app]")
{
    const auto plan = planDevices({.input = "Webcam"}, {alsa, jack});
    REQUIRE(plan.targets.size() == 1);
    CHECK(plan.targets[0] == DeviceTarget{"ALSA", "Webcam", "Default"});
}

TEST_CASE("a pinned device that is away is waited for, and no other is taken in its place", "[app]")
{
    const auto microphone = planDevices({.input = "USB microphone"}, {alsa, jack});
    CHECK(microphone.targets.empty());
    CHECK(microphone.reason == "The microphone \"USB microphone\" is away. Plug it in, or choose another one.");
    const auto loudspeaker = planDevices({.driver = "ALSA", .output = "system"}, {alsa, jack});
    CHECK(loudspeaker.targets.empty());
    CHECK(loudspeaker.reason == "The loudspeaker \"system\" is away. Plug it in, or choose another one.");
}

TEST_CASE("what cannot be opened is said in words that tell what to do", "[app]")
{
    CHECK(planDevices({.driver = "JACK"}, {alsa, jackWithoutServer}).reason ==
          "The JACK server does not run. Start it, or choose another driver.");
    CHECK(planDevices({.driver = "CoreAudio"}, {alsa}).reason ==
          "CoreAudio has no sound device. Plug one in, or choose another driver.");
    CHECK(planDevices({}, {jackWithoutServer}).reason ==
          "There is no sound device. Plug one in, or start the JACK server.");
    CHECK(planDevices({.input = "Webcam", .output = "system"}, {alsa, jack}).reason ==
          "\"Webcam\" and \"system\" belong to different drivers. Choose two of the same one.");
}

TEST_CASE("devices that can hear and speak go before those that can only speak", "[app]")
{
    const DriverDevices speaker{.driver = "JACK", .inputs = {}, .outputs = {"system"}};
    const auto plan = planDevices({}, {speaker, alsa});
    REQUIRE(plan.targets.size() == 2);
    CHECK(plan.targets[0].driver == "ALSA");
    CHECK(plan.targets[1] == DeviceTarget{"JACK", "", "system"});
}
