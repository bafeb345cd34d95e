// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LocalService.h"
#include "Support/TemporaryFolder.h"
#include "Support/VariableSet.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace parley;
using namespace parley::bridge;
using Catch::Matchers::Contains;

namespace
{

/// What comes of a service program that says this on the pipe it was given, its last argument, and ends.
Error errorOf(const std::string& line)
{
    const test::TemporaryFolder folder;
    const auto program =
        folder.write("service", "#!/bin/sh\nfor last; do :; done\nprintf '%s\\n' '" + line + "' >&\"$last\"\nexit 1\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    // A service that another test has just let go of may still be there for a moment.
    for (int attempt = 0; attempt < 1000; ++attempt)
    {
        const auto acquired = LocalService::acquire(test::surroundingsWith({{"PARLEY_SERVICE", program.string()}}));
        if (!acquired)
            return acquired.error();
    }
    return {};
}

} // namespace

TEST_CASE("the reason why the local service ended comes through, with its own code", "[service]")
{
    const auto missing =
        errorOf(R"({"error":{"code":"speech_model_missing","message":"Install pocketsphinx-en-us."}})");
    CHECK(missing.code == ErrorCode::speechModelMissing);
    CHECK(missing.message == "Install pocketsphinx-en-us.");
    const auto taken = errorOf(R"({"error":{"code":"connect_failed","message":"The port is taken."}})");
    CHECK(taken.code == ErrorCode::connectFailed);
}

TEST_CASE("a reason of a kind that this version does not know is told as a failed start", "[service]")
{
    const auto unknown = errorOf(R"({"error":{"code":"out_of_tea","message":"No tea."}})");
    CHECK(unknown.code == ErrorCode::helperNotStarted);
    CHECK(unknown.message == "No tea.");
    CHECK(unknown.upstreamCode == "out_of_tea");
    const auto silent = errorOf(R"({"port":0})");
    CHECK(silent.code == ErrorCode::helperNotStarted);
    CHECK_THAT(silent.message, Contains("it did not say where it listens"));
}
