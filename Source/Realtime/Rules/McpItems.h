// SPDX-License-Identifier: Apache-2.0
// What items of the service's own calls to MCP servers mean to a session. Pure.
#pragma once

#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/Rules/Approvals.h"

#include <string>

namespace parley::realtime::mcp
{

/// Schema: RealtimeMCPListTools, RealtimeMCPToolCall, RealtimeMCPApprovalRequest.
[[nodiscard]] bool isOfServer(const wire::Item& item);

/// Only those that the agent allows.
[[nodiscard]] McpToolsListed toolsListed(const wire::Item& item, const Agent& agent);
[[nodiscard]] McpCallCompleted callCompleted(const wire::Item& item);
[[nodiscard]] ToolApprovalRequired approvalRequired(const wire::Item& item, const std::string& agent);
[[nodiscard]] ToolApprovalWithdrawn approvalWithdrawn(const wire::Item& item, const std::string& agent);

/// By which a decision is remembered: server and tool.
[[nodiscard]] std::string toolName(const wire::Item& item);

/// Schema: RealtimeMCPApprovalResponse.
[[nodiscard]] wire::Item approvalResponse(const std::string& requestId, const Approvals::Decision& decision);

} // namespace parley::realtime::mcp
