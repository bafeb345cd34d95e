// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MachineSettings.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace parley::plugin;
using parley::test::TemporaryFolder;

namespace
{

void write(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream(file) << text;
}

} // namespace

TEST_CASE("without a file nothing connects by itself and keys are in the usual places")
{
    const TemporaryFolder folder;
    const auto loaded = MachineSettings::load(folder.path() / "none.json");
    REQUIRE(loaded);
    CHECK(loaded.value() == MachineSettings{});
    CHECK(loaded.value().keySource() == nullptr);
}

TEST_CASE("what belongs to this machine is kept in its file, whose folder is made")
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "Parley" / "machine.json";
    const MachineSettings settings{.connectsOnLoad = true, .keyFile = "/secure/key", .tokenServer = ""};
    REQUIRE(settings.save(file));
    CHECK(MachineSettings::load(file).value() == settings);
    ::setenv("PARLEY_SETTINGS", file.c_str(), 1);
    CHECK(MachineSettings::load().value() == settings);
    ::unsetenv("PARLEY_SETTINGS");
}

TEST_CASE("a damaged file of this machine is an error that names it, never half a setting")
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "machine.json";
    for (const auto* text : {"", "[]", "{\"connect_on_load\":", R"({"connect_on_load":"yes"})",
                             R"({"token_server":"https://me:hunter22@example.org"})"})
    {
        write(file, text);
        const auto loaded = MachineSettings::load(file);
        REQUIRE_FALSE(loaded);
        CHECK(loaded.error().message.find("machine.json") != std::string::npos);
        CHECK(loaded.error().message.find("hunter") == std::string::npos);
    }
}

TEST_CASE("a key is not kept in the file, only where one is")
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "machine.json";
    CHECK_FALSE(MachineSettings{.keyFile = "sk-0123456789abcdefgh"}.save(file));
    CHECK_FALSE(MachineSettings{.tokenServer = "https://me:pass@example.org"}.save(file));
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("the key of the named file is used, and only its place is shown")
{
    const TemporaryFolder folder;
    write(folder.path() / "key", "0123456789abcdefgh\n");
    const MachineSettings settings{.keyFile = (folder.path() / "key").string()};
    const auto source = settings.keySource();
    REQUIRE(source != nullptr);
    CHECK(source->name() == settings.keyFile);
    const auto key = source->take();
    REQUIRE(key);
    CHECK(key.value().key.reveal() == "0123456789abcdefgh");
    const MachineSettings elsewhere{.keyFile = (folder.path() / "nothing").string()};
    CHECK_FALSE(elsewhere.keySource()->take());
}
