// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

Driver ready()
{
    SessionSettings settings;
    settings.agent.name = "Ann";
    settings.agent.hostedMcp = {{"docs", "https://mcp.example/sse", {}, {}, {}, {}, {"search"}}};
    Driver driver(settings);
    driver.becomeReady();
    return driver;
}

Json done(Json item)
{
    return {{"type", "conversation.item.done"}, {"item", std::move(item)}};
}

Json request(const char* id)
{
    return done({{"id", id},
                 {"type", "mcp_approval_request"},
                 {"server_label", "docs"},
                 {"name", "search"},
                 {"arguments", R"({"q":"x"})"}});
}

} // namespace

TEST_CASE("the tools of an MCP server are told once, those that the agent allows")
{
    auto driver = ready();
    const auto listed = done({{"id", "l1"},
                              {"type", "mcp_list_tools"},
                              {"server_label", "docs"},
                              {"tools", Json::array({{{"name", "search"}}, {{"name", "erase"}}})}});
    driver.server(listed);
    REQUIRE(driver.published<McpToolsListed>().size() == 1);
    CHECK(driver.published<McpToolsListed>()[0].tools == std::vector<std::string>{"search"});
    driver.server(listed);
    CHECK(driver.published<McpToolsListed>().empty());
    driver.server({{"type", "mcp_list_tools.failed"}, {"item_id", "l2"}});
    CHECK(driver.published<Warning>().size() == 1);
}

TEST_CASE("the user decides about a call of an MCP server, once or for good")
{
    auto driver = ready();
    driver.server(request("q1"));
    REQUIRE(driver.published<ToolApprovalRequired>().size() == 1);
    CHECK(driver.published<ToolApprovalRequired>()[0].serverLabel == "docs");
    CHECK(driver.published<ToolApprovalRequired>()[0].arguments == Json{{"q", "x"}});
    driver.feed(input::ApproveTool{"q1", true});
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    const auto answer = driver.sent<wire::ItemCreate>()[0].item.toJson();
    CHECK(answer["type"] == "mcp_approval_response");
    CHECK(answer["approval_request_id"] == "q1");
    CHECK(answer["approve"] == true);
    driver.server(request("q2"));
    CHECK(driver.published<ToolApprovalRequired>().empty());
    CHECK(driver.sent<wire::ItemCreate>().size() == 1);
}

TEST_CASE("a rejected call of an MCP server tells the reason")
{
    auto driver = ready();
    driver.server(request("q1"));
    driver.feed(input::RejectTool{"q1", false, "No."});
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ItemCreate>()[0].item.toJson()["approve"] == false);
    CHECK(driver.sent<wire::ItemCreate>()[0].item.toJson()["reason"] == "No.");
    driver.feed(input::RejectTool{"q1", false, "No."});
    CHECK(driver.published<Warning>().size() == 1);
}

TEST_CASE("a call of an MCP server that waits when the connection is lost is withdrawn, and asked for anew")
{
    auto driver = ready();
    driver.server(request("q1"));
    driver.feed(input::TransportClosed{{ErrorCode::closedByServer, "The connection was lost.", "read"}});
    REQUIRE(driver.published<ToolApprovalWithdrawn>().size() == 1);
    CHECK(driver.published<ToolApprovalWithdrawn>()[0].callId == "q1");
    CHECK(driver.published<ToolApprovalWithdrawn>()[0].tool == "search");
    driver.feed(input::ApproveTool{"q1", false});
    CHECK(driver.published<Warning>().size() == 1);
    driver.now = *driver.core.nextDeadline();
    driver.feed(input::TimePassed{});
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "session.created"}, {"session", {{"id", "sess_2"}}}});
    driver.server({{"type", "session.updated"}, {"session", Json::object()}});
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a call of an MCP server that ended is told, with its error, and answered")
{
    auto driver = ready();
    driver.server(done({{"id", "m1"},
                        {"type", "mcp_call"},
                        {"server_label", "docs"},
                        {"name", "search"},
                        {"arguments", "{}"},
                        {"output", "found"},
                        {"error", nullptr}}));
    REQUIRE(driver.published<McpCallCompleted>().size() == 1);
    CHECK(driver.published<McpCallCompleted>()[0].output == "found");
    CHECK_FALSE(driver.published<McpCallCompleted>()[0].error.has_value());
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    driver.server(done({{"id", "m2"},
                        {"type", "mcp_call"},
                        {"server_label", "docs"},
                        {"name", "search"},
                        {"arguments", "{}"},
                        {"error", {{"type", "http_error"}, {"message", "503"}}}}));
    REQUIRE(driver.published<McpCallCompleted>().at(0).error.has_value());
    CHECK(driver.published<McpCallCompleted>()[0].error->upstreamMessage == "503");
}
