// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HostTool.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

std::string faultsOf(const std::string& text)
{
    const auto tool = parseHostTool(text);
    REQUIRE_FALSE(tool);
    CHECK(tool.error().code == ErrorCode::fileInvalid);
    return tool.error().message;
}

} // namespace

TEST_CASE("a program's tool is what its text says, and is left to the program")
{
    const auto read = parseHostTool(R"({ "name": "open_door", "description": "Opens a door.", "timeout_ms": 5000,
      "needs_approval": true, "parameters": { "type": "object", "properties": { "which": { "type": "string" } } } })");
    REQUIRE(read);
    const auto& tool = read.value();
    CHECK(tool.name == "open_door");
    CHECK(tool.description == "Opens a door.");
    CHECK(tool.parameters["properties"]["which"]["type"] == "string");
    CHECK(tool.deadline == 5000ms);
    CHECK_FALSE(tool.run);
    REQUIRE(tool.needsApproval);
    CHECK(tool.needsApproval({}));
}

TEST_CASE("a program's tool needs no more than a name and a description")
{
    const auto read = parseHostTool(R"({ "name": "wave", "description": "Waves." })");
    REQUIRE(read);
    CHECK(read.value().parameters == realtime::Tool{}.parameters);
    CHECK(read.value().deadline == realtime::Tool{}.deadline);
    CHECK_FALSE(read.value().needsApproval);
}

TEST_CASE("what is wrong with a program's tool is told with its line")
{
    CHECK_THAT(faultsOf("{ \"description\": \"Waves.\" }"), Contains("line 1: \"name\" is missing"));
    CHECK_THAT(faultsOf("{ \"name\": \"open door\",\n \"description\": \"d\" }"),
               Contains("line 1") && Contains("letters"));
    CHECK_THAT(faultsOf("{ \"name\": \"a\",\n \"description\": \"d\",\n \"parameters\": [] }"),
               Contains("line 3: \"parameters\" must be"));
    CHECK_THAT(faultsOf("{ \"name\": \"a\", \"description\": \"d\", \"timeout_m\": 5 }"),
               Contains("did you mean \"timeout_ms\"?"));
    CHECK_THAT(faultsOf("no json"), Contains("line 1"));
}
