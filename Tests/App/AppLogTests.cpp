// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/AppLog.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace parley;
using namespace parley::app;

namespace
{

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Gives the log back its default, whatever happens.
struct LogAsBefore
{
    LogAsBefore() = default;
    ~LogAsBefore() { setLogSink({}); }
    LogAsBefore(const LogAsBefore&) = delete;
    LogAsBefore& operator=(const LogAsBefore&) = delete;
};

} // namespace

TEST_CASE("the log file holds what happened from level information on, and no key", "[app]")
{
    const test::TemporaryFolder folder;
    const LogAsBefore restored;
    const auto file = folder.path() / "parley.log";
    REQUIRE(startLog({.file = file}));
    log(LogLevel::debug, "a detail");
    log(LogLevel::information, "it began");
    log(LogLevel::error, "refused sk-abcdefgh12345678");
    const auto text = contentOf(file);
    CHECK(text.find("a detail") == std::string::npos);
    CHECK(text.find("info: it began\n") != std::string::npos);
    CHECK(text.find("error: refused [removed]\n") != std::string::npos);
}

TEST_CASE("the log begins a new file before one grows too large, and keeps as many as it is told", "[app]")
{
    const test::TemporaryFolder folder;
    const LogAsBefore restored;
    REQUIRE(startLog({.file = folder.path() / "parley.log", .mebibytes = 1, .files = 2}));
    const std::string line(1000, 'x');
    for (int i = 0; i < 5000; ++i)
        log(LogLevel::information, line);
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    {
        names.insert(entry.path().filename().string());
        CHECK(entry.file_size() <= std::uintmax_t{1} << 20U);
    }
    CHECK(names == std::set<std::string>{"parley.log", "parley.1.log", "parley.2.log"});
}

TEST_CASE("the log goes on in the file that an earlier run left", "[app]")
{
    const test::TemporaryFolder folder;
    const LogAsBefore restored;
    const auto file = folder.write("parley.log", "before\n");
    REQUIRE(startLog({.file = file}));
    log(LogLevel::information, "after");
    CHECK(contentOf(file).starts_with("before\n"));
    CHECK(contentOf(file).find("after") != std::string::npos);
}

TEST_CASE("a log file that cannot be written is told, with what to do", "[app]")
{
    const test::TemporaryFolder folder;
    const LogAsBefore restored;
    const auto place = folder.write("a file", "") / "parley.log";
    const auto started = startLog({.file = place});
    REQUIRE_FALSE(started);
    CHECK(started.error().code == ErrorCode::fileInvalid);
    CHECK(started.error().message.find("name one in a folder that may be written to") != std::string::npos);
}
