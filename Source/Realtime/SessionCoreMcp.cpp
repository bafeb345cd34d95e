// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for MCP servers whose tools the service itself calls.
#include "Realtime/Rules/McpItems.h"
#include "Realtime/SessionCore.h"

#include <utility>

namespace parley::realtime
{

void SessionCore::observeMcp(const wire::Item& item)
{
    // Both conversation.item.done and response.output_item.done tell of it.
    if (!mcp::isOfServer(item) || !toolCalls.isNew("mcp " + item.id))
        return;
    if (item.type == "mcp_list_tools")
        publish(mcp::toolsListed(item, *speaker));
    else if (item.type == "mcp_call")
    {
        auto completed = mcp::callCompleted(item);
        freeForcedChoice(completed.serverLabel);
        publish(std::move(completed));
        responses.request();
    }
    else
        askAboutMcp(item);
}

void SessionCore::askAboutMcp(const wire::Item& request)
{
    mcpRequests[request.id] = request;
    if (const auto decision = approvals.find(speaker->name, mcp::toolName(request)))
        decideMcp(request.id, *decision, false);
    else if (mcpRequests.size() > ToolCalls::mostOpen)
        decideMcp(request.id, {false, "Too many calls wait for approval."}, false);
    else
        publish(mcp::approvalRequired(request, speaker->name));
}

/// No other connection knows these requests.
void SessionCore::withdrawMcp()
{
    for (const auto& [id, request] : std::exchange(mcpRequests, {}))
        publish(mcp::approvalWithdrawn(request, speaker->name));
}

bool SessionCore::decideMcp(const std::string& requestId, const Approvals::Decision& decision, bool always)
{
    const auto request = mcpRequests.extract(requestId);
    if (request.empty())
        return false;
    if (always)
        approvals.decideAlways(speaker->name, mcp::toolName(request.mapped()), decision);
    send({wire::ItemCreate{mcp::approvalResponse(requestId, decision), requestId}, {}});
    if (!decision.isApproved)
        responses.request();
    return true;
}

void SessionCore::on(const wire::McpListFailed&)
{
    publish(Warning{{ErrorCode::requestRejected,
                     "The service could not list the tools of an MCP server, so the agent goes without them: check "
                     "the server's address and authorization.",
                     "mcp_list_tools"}});
}

} // namespace parley::realtime
