// SPDX-License-Identifier: Apache-2.0
#include "Audio/Wav.h"
#include "Host/InputAudio.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace parley;
using namespace parley::host;

namespace
{

/// A name of its own for each test's file, gone with it.
struct File
{
    File()
        : path(std::filesystem::temp_directory_path() / ("parley-host-input-" + std::to_string(getpid()) + ".wav"))
    {
    }
    ~File() { std::filesystem::remove(path); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    std::filesystem::path path;
};

} // namespace

TEST_CASE("an input of any rate and channels becomes one channel at the host's rate")
{
    const File file;
    REQUIRE(audio::writeWav(file.path, {16000, 2, std::vector<float>(32000, 0.25F)}));
    const auto input = readInputAudio(file.path, 48000);
    REQUIRE(input);
    CHECK(input.value().size() == 48000);
    CHECK(input.value()[24000] == Approx(0.25F).margin(0.01));
}

TEST_CASE("a file that is no WAV is an error that names it")
{
    const File file;
    std::ofstream(file.path) << "This is a letter, not sound.";
    const auto input = readInputAudio(file.path, 48000);
    REQUIRE_FALSE(input);
    CHECK(input.error().describe().find(file.path.filename().string()) != std::string::npos);
}

TEST_CASE("a WAV without sound is an error that says so")
{
    const File file;
    REQUIRE(audio::writeWav(file.path, {16000, 1, {}}));
    const auto input = readInputAudio(file.path, 48000);
    REQUIRE_FALSE(input);
    CHECK(input.error().code == ErrorCode::fileInvalid);
}
