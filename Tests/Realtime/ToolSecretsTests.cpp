// SPDX-License-Identifier: Apache-2.0
#include "Base/Log.h"
#include "Realtime/Detail/ToolSecrets.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::Json;

namespace
{

Json mcpTool(const char* secret)
{
    return {{"type", "mcp"},
            {"server_label", "m"},
            {"authorization", secret},
            {"headers", {{"X-Pass", "h-" + std::string(secret)}}}};
}

bool isKnown(const std::string& secret)
{
    return redact("a " + secret + " b").find(secret) == std::string::npos;
}

} // namespace

TEST_CASE("the secrets of MCP servers are known whichever way they are sent", "[secrets]")
{
    wire::SessionUpdate update;
    update.session.tools = std::vector<Json>{mcpTool("heron-lake")};
    registerSecretsOf({update, {}});
    registerSecretsOf({wire::ResponseCreate{{{"tools", Json::array({mcpTool("heron-hill")})}}}, {}});
    registerSecretsOf(
        {wire::RawEvent{{{"type", "session.update"}, {"session", {{"tools", Json::array({mcpTool("heron-moor")})}}}}},
         {}});
    for (const auto* secret :
         {"heron-lake", "h-heron-lake", "heron-hill", "h-heron-hill", "heron-moor", "h-heron-moor"})
    {
        INFO(secret);
        CHECK(isKnown(secret));
    }
    CHECK_FALSE(isKnown("heron-pond"));
}
