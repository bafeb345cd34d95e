// SPDX-License-Identifier: Apache-2.0
#include "Service/McpServers.h"

#include <utility>

namespace parley::service
{

void McpServers::list(const Json& tools)
{
    const auto before = std::exchange(labels, {});
    for (const auto& tool : tools)
    {
        if (tool.at("type") != "mcp")
            continue;
        const auto label = tool.at("server_label").get<std::string>();
        if (!labels.insert(label).second || before.contains(label))
            continue;
        const auto previous = conversation.lastId();
        ConversationItem list;
        list.json = {{"id", sink.ids.next("mcpl")},
                     {"type", "mcp_list_tools"},
                     {"server_label", label},
                     {"tools", Json::array()}};
        const auto item = conversation.add(std::move(list)).json;
        sink.send("conversation.item.added", {{"previous_item_id", previous}, {"item", item}});
        sink.send("mcp_list_tools.in_progress", {{"item_id", item.at("id")}});
        sink.send("mcp_list_tools.failed", {{"item_id", item.at("id")}});
        sink.send("conversation.item.done", {{"previous_item_id", previous}, {"item", item}});
    }
}

} // namespace parley::service
