// SPDX-License-Identifier: Apache-2.0
// Makes the secrets of tools known to `redact`, so that neither a log nor a recording shows them.
#pragma once

#include "Realtime/Agent.h"
#include "Wire/ClientEvent.h"

namespace parley::realtime
{

/// Of the MCP servers of this agent and of those that it hands over to.
/// @thread any but audio
void registerSecretsOf(const Agent& agent);

/// Of the MCP servers that the event names among its tools (schema: MCPTool): `authorization` and `headers`.
/// @thread any but audio
void registerSecretsOf(const wire::ClientEvent& event);

} // namespace parley::realtime
