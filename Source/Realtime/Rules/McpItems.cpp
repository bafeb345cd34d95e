// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/McpItems.h"

#include "Base/Log.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>

namespace parley::realtime::mcp
{
namespace
{

/// The servers of an agent that go by this label allow this tool.
bool allows(const Agent& agent, const std::string& label, const std::string& tool)
{
    return std::ranges::none_of(agent.hostedMcp,
                                [&](const HostedMcp& server)
                                {
                                    const auto& allowed = server.allowedTools;
                                    return server.serverLabel == label && !allowed.empty() &&
                                           std::ranges::find(allowed, tool) == allowed.end();
                                });
}

} // namespace

bool isOfServer(const wire::Item& item)
{
    return item.type == "mcp_list_tools" || item.type == "mcp_call" || item.type == "mcp_approval_request";
}

McpToolsListed toolsListed(const wire::Item& item, const Agent& agent)
{
    McpToolsListed listed{wire::textField(item.rest, "server_label"), {}};
    for (const auto& tool : wire::objectField(item.rest, "tools"))
        if (auto name = wire::textField(tool, "name"); allows(agent, listed.serverLabel, name))
            listed.tools.push_back(std::move(name));
    return listed;
}

McpCallCompleted callCompleted(const wire::Item& item)
{
    McpCallCompleted completed{item.id,
                               wire::textField(item.rest, "server_label"),
                               wire::textField(item.rest, "name"),
                               wire::textField(item.rest, "output"),
                               {}};
    const auto& error = wire::objectField(item.rest, "error");
    if (error.is_object() && !error.empty())
        completed.error = Error{ErrorCode::requestRejected,
                                "The tool " + completed.tool + " of the MCP server " + completed.serverLabel +
                                    " failed: read the server's reason.",
                                "mcp_call", wire::textField(error, "type"), redact(wire::textField(error, "message"))};
    return completed;
}

ToolApprovalRequired approvalRequired(const wire::Item& item, const std::string& agent)
{
    return {item.id, agent, wire::textField(item.rest, "name"),
            wire::Json::parse(wire::textField(item.rest, "arguments"), nullptr, false),
            wire::textField(item.rest, "server_label")};
}

ToolApprovalWithdrawn approvalWithdrawn(const wire::Item& item, const std::string& agent)
{
    return {item.id, agent, wire::textField(item.rest, "name")};
}

std::string toolName(const wire::Item& item)
{
    return wire::textField(item.rest, "server_label") + "/" + wire::textField(item.rest, "name");
}

wire::Item approvalResponse(const std::string& requestId, const Approvals::Decision& decision)
{
    wire::Item item;
    item.id = "parley_" + requestId.substr(0, 24);
    item.type = "mcp_approval_response";
    item.rest = {{"approval_request_id", requestId}, {"approve", decision.isApproved}};
    if (!decision.isApproved && !decision.message.empty())
        item.rest["reason"] = decision.message;
    return item;
}

} // namespace parley::realtime::mcp
