// SPDX-License-Identifier: Apache-2.0
// The MCP servers among a session's tools. The service asks nobody on the network, so it tells that their lists failed.
#pragma once

#include "Service/Conversation.h"
#include "Service/EventSink.h"

#include <set>
#include <string>

namespace parley::service
{

/// @thread one at a time
class McpServers
{
public:
    /// The references outlive it.
    McpServers(EventSink& events, Conversation& items)
        : sink(events)
        , conversation(items)
    {
    }

    /// For each server in `tools` that was not there at the last call: its item, mcp_list_tools.in_progress and
    /// mcp_list_tools.failed, in the live service's order.
    void list(const Json& tools);

private:
    EventSink& sink;
    Conversation& conversation;
    std::set<std::string> labels;
};

} // namespace parley::service
