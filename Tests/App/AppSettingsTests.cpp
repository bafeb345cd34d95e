// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/AppSettings.h"
#include "Base/Log.h"
#include "Plugin/MessageThread.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::app;
using parley::tests::onMessageThread;

namespace
{

/// Keeps what is logged, and gives the log back its default.
class Warnings
{
public:
    Warnings()
    {
        setLogSink([this](LogLevel, std::string_view text) { lines.append(text).append("\n"); });
    }
    ~Warnings() { setLogSink({}); }
    Warnings(const Warnings&) = delete;
    Warnings& operator=(const Warnings&) = delete;
    [[nodiscard]] bool say(const std::string& words) const { return lines.find(words) != std::string::npos; }
    [[nodiscard]] bool areNone() const { return lines.empty(); }

private:
    std::string lines;
};

juce::File fileIn(const test::TemporaryFolder& folder)
{
    return juce::File(juce::String((folder.path() / "ParleyApp.settings").string()));
}

} // namespace

TEST_CASE("the app remembers the plugin's state, the devices and the window's place", "[app]")
{
    onMessageThread(
        []
        {
            const test::TemporaryFolder folder;
            const Warnings warnings;
            const juce::String state = R"({"agent":"<&\" )" + juce::String::fromUTF8("\xc3\xbc") + "\"}";
            {
                AppSettings settings(fileIn(folder));
                CHECK(settings.devices() == DeviceChoice{});
                CHECK(settings.pluginState().isEmpty());
                settings.setPluginState(state);
                settings.setDevices({.driver = "JACK", .input = "system"});
                settings.setWindowPlace("10 20 900 600");
                settings.save();
            }
            const AppSettings settings(fileIn(folder));
            CHECK(settings.pluginState() == state);
            CHECK(settings.devices() == DeviceChoice{.driver = "JACK", .input = "system"});
            CHECK(settings.windowPlace() == "10 20 900 600");
            CHECK(warnings.areNone());
        });
}

TEST_CASE("a damaged settings file is put aside, told, and the app begins with its defaults", "[app]")
{
    onMessageThread(
        []
        {
            const auto content =
                GENERATE(as<std::string>{}, "", "<PROPERTIES><VALUE name=\"state\" va", "{}", "\0\xff");
            const test::TemporaryFolder folder;
            const Warnings warnings;
            folder.write("ParleyApp.settings", content);
            AppSettings settings(fileIn(folder));
            CHECK(settings.devices() == DeviceChoice{});
            CHECK(warnings.say("are damaged"));
            CHECK(fileIn(folder).getSiblingFile("ParleyApp.settings.damaged").exists());
            settings.setDevices({.driver = "ALSA"});
            settings.save();
            CHECK(AppSettings(fileIn(folder)).devices() == DeviceChoice{.driver = "ALSA"});
        });
}

TEST_CASE("a damaged choice of devices costs nothing but the choice", "[app]")
{
    onMessageThread(
        []
        {
            const test::TemporaryFolder folder;
            const Warnings warnings;
            folder.write("ParleyApp.settings",
                         "<?xml version=\"1.0\"?><PROPERTIES><VALUE name=\"soundDevices\" val=\"{damaged\"/>"
                         "<VALUE name=\"window\" val=\"1 2 3 4\"/></PROPERTIES>");
            const AppSettings settings(fileIn(folder));
            CHECK(settings.devices() == DeviceChoice{});
            CHECK(settings.windowPlace() == "1 2 3 4");
            CHECK(warnings.say("Choose them again"));
        });
}

TEST_CASE("settings that cannot be written are told, and the app goes on", "[app]")
{
    onMessageThread(
        []
        {
            const test::TemporaryFolder folder;
            const Warnings warnings;
            folder.write("file", "");
            AppSettings settings(juce::File(juce::String((folder.path() / "file" / "settings").string())));
            settings.setWindowPlace("1");
            settings.save();
            CHECK(warnings.say("cannot be written"));
        });
}
