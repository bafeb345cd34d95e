// SPDX-License-Identifier: Apache-2.0
#include "Cast/DeclaredTool.h"

#include <utility>

namespace parley::cast
{

realtime::Tool toolFrom(const DeclaredTool& declared, std::function<Result<std::string>(const realtime::ToolCall&)> act)
{
    realtime::Tool tool;
    tool.name = declared.name;
    tool.description = declared.description;
    tool.parameters = schemaOf(declared.arguments);
    tool.deadline = declared.deadline;
    if (declared.needsApproval)
        tool.needsApproval = [](const realtime::ToolCall&) { return true; };
    tool.run = [arguments = declared.arguments, isBackground = declared.isBackground,
                act = std::move(act)](const realtime::ToolCall& call) -> Result<realtime::ToolOutput>
    {
        if (auto fault = findFault(arguments, call.arguments))
            return *fault;
        auto told = act(call);
        if (!told)
            return told.error();
        return realtime::ToolOutput{std::move(told).value(), isBackground};
    };
    return tool;
}

} // namespace parley::cast
