// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/DevicePage.h"
#include "App/FakeDrivers.h"
#include "Plugin/MessageThread.h"
#include "Plugin/PluginProcessor.h"

#include <catch2/catch.hpp>

#include <functional>
#include <optional>

using namespace parley;
using namespace parley::app;
using namespace parley::tests;

namespace
{

struct Bench
{
    FakeSystem system;
    plugin::PluginProcessor processor;
    AudioDevices devices{processor, driversOf(system), [] { return DeviceKeeper::Time{}; }};
    std::optional<DeviceChoice> chosen;

    Bench() { system.cards = {"Card", "USB"}; }

    [[nodiscard]] std::unique_ptr<DevicePage> page()
    {
        auto made = std::make_unique<DevicePage>(devices);
        made->onChosen = [this](const DeviceChoice& choice) { chosen = choice; };
        return made;
    }
};

juce::ComboBox& boxNamed(const juce::Component& page, const juce::String& title)
{
    for (auto* child : page.getChildren())
        if (auto* box = dynamic_cast<juce::ComboBox*>(child); box != nullptr && box->getTitle() == title)
            return *box;
    throw std::runtime_error("no box " + title.toStdString());
}

juce::String textNamed(const juce::Component& page, const juce::String& title)
{
    for (auto* child : page.getChildren())
        if (auto* label = dynamic_cast<juce::Label*>(child); label != nullptr && label->getTitle() == title)
            return label->getText();
    throw std::runtime_error("no text " + title.toStdString());
}

void choose(juce::ComboBox& box, const juce::String& text)
{
    for (int i = 0; i < box.getNumItems(); ++i)
        if (box.getItemText(i) == text)
        {
            box.setSelectedItemIndex(i, juce::sendNotificationSync);
            return;
        }
    FAIL("no entry " << text);
}

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

TEST_CASE("the page of sound devices shows what is followed, and what could be pinned", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({});
            const auto page = bench.page();
            const auto& microphone = boxNamed(*page, "Microphone");
            CHECK(microphone.getText() == "Follow the system");
            CHECK(microphone.getNumItems() == 3);
            CHECK(boxNamed(*page, "Driver").getText() == "Whichever has devices");
            CHECK(boxNamed(*page, "Sample rate").getText() == "The device's own");
            CHECK(textNamed(*page, "Sound devices in use").startsWith("Card (Fake)"));
        });
}

TEST_CASE("what is chosen on the page is opened and told, and can be taken back", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({});
            const auto page = bench.page();
            choose(boxNamed(*page, "Microphone"), "USB");
            choose(boxNamed(*page, "Loudspeaker"), "USB");
            choose(boxNamed(*page, "Sample rate"), "96000");
            choose(boxNamed(*page, "Block size"), "128");
            CHECK(bench.chosen ==
                  DeviceChoice{.driver = {}, .input = "USB", .output = "USB", .sampleRate = 96000, .blockSize = 128});
            CHECK(bench.system.rate == 96000);
            CHECK(textNamed(*page, "Sound devices in use").startsWith("USB (Fake), 96.0 kHz, blocks of 128"));
            choose(boxNamed(*page, "Loudspeaker"), "Follow the system");
            CHECK(bench.devices.choice().output.empty());
        });
}

TEST_CASE("a pinned device that is away is still shown as chosen", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({.input = "Stage box"});
            const auto page = bench.page();
            CHECK(boxNamed(*page, "Microphone").getText() == "Stage box (away)");
            CHECK(textNamed(*page, "Sound devices in use").contains("\"Stage box\" is away"));
        });
}

TEST_CASE("another driver has other devices, so that none stays pinned", "[app]")
{
    onBench(
        [](Bench& bench)
        {
            bench.devices.start({.input = "USB"});
            const auto page = bench.page();
            choose(boxNamed(*page, "Driver"), "Fake");
            CHECK(bench.chosen == DeviceChoice{.driver = "Fake"});
        });
}
