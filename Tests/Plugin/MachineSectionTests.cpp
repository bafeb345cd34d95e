// SPDX-License-Identifier: GPL-3.0-or-later
// What one instance's window keeps for this machine, beside other instances' windows.
#include "Plugin/EditorParts.h"
#include "Plugin/Track.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace parley;
using namespace parley::plugin;
using namespace parley::tests;
using parley::test::TemporaryFolder;

namespace
{

/// A machine without settings, for the length of a test.
class FreshMachine
{
public:
    FreshMachine() { ::setenv("PARLEY_SETTINGS", file().c_str(), 1); }
    ~FreshMachine() { ::setenv("PARLEY_SETTINGS", "/nonexistent/machine.json", 1); }
    FreshMachine(const FreshMachine&) = delete;
    FreshMachine& operator=(const FreshMachine&) = delete;

    [[nodiscard]] std::filesystem::path file() const { return folder.path() / "machine.json"; }
    [[nodiscard]] MachineSettings kept() const { return MachineSettings::load(file()).value(); }

private:
    TemporaryFolder folder;
};

juce::TextEditor& fieldOf(juce::Component& editor, const juce::String& title)
{
    auto* field = findTitled<juce::TextEditor>(editor, title);
    REQUIRE(field != nullptr);
    return *field;
}

void write(juce::TextEditor& field, const juce::String& text)
{
    field.setText(text, juce::dontSendNotification);
    field.onFocusLost();
}

} // namespace

TEST_CASE("two windows that are open at once keep each other's settings of this machine")
{
    const FreshMachine machine;
    Instance first;
    Instance second;
    auto& one = first.openEditor();
    auto& other = second.openEditor();
    onMessageThread(
        [&]
        {
            write(fieldOf(one, "Key file"), "/secure/key");
            write(fieldOf(other, "Token server"), "https://tokens.example.org/");
            fieldOf(one, "Token server").onFocusLost();
            CHECK(machine.kept() ==
                  MachineSettings{.keyFile = "/secure/key", .tokenServer = "https://tokens.example.org/"});
            CHECK(fieldOf(other, "Key file").getText() == "/secure/key");
        });
}

TEST_CASE("an instance learns of a key file that another one named")
{
    const FreshMachine machine;
    Track running;
    Instance other;
    REQUIRE(other->control().changeMachine([](MachineSettings& kept) { kept.keyFile = "/secure/key"; }));
    CHECK(running.instance->control().machine().keyFile == "/secure/key");
}

TEST_CASE("settings of this machine that cannot be read are not written over")
{
    const FreshMachine machine;
    std::ofstream(machine.file()) << "{ half";
    Instance instance;
    const auto changed = instance->control().changeMachine([](MachineSettings& kept) { kept.keyFile = "/secure/key"; });
    REQUIRE_FALSE(changed);
    CHECK(changed.error().message.find("machine.json") != std::string::npos);
    std::string left;
    std::getline(std::ifstream(machine.file()), left);
    CHECK(left == "{ half");
}
