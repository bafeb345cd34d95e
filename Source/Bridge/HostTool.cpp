// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HostTool.h"

#include "Written/Detail/Fields.h"
#include "Written/Detail/WrittenFile.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

constexpr std::size_t longestName = 64; ///< See realtime::Tool.
constexpr std::size_t longestDescription = 4096;

bool isToolCharacter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '-';
}

void readParameters(const written::Fields& fields, realtime::Tool& tool)
{
    const auto* parameters = fields.find("parameters");
    if (parameters == nullptr)
        return;
    if (parameters->is_object())
        tool.parameters = *parameters;
    else
        fields.fault("parameters", "\"parameters\" must be a JSON schema in braces, of the type object.");
}

realtime::Tool readTool(const wire::Json& json, written::FaultList& faults)
{
    realtime::Tool tool;
    const written::Fields fields(json, "", faults,
                                 {"name", "description", "parameters", "timeout_ms", "needs_approval"});
    fields.has("name");
    fields.has("description");
    tool.name = fields.text("name", longestName).value_or("");
    if (!std::ranges::all_of(tool.name, isToolCharacter))
        fields.fault("name", "\"name\" may have letters, digits, '_' and '-' only.");
    tool.description = fields.text("description", longestDescription).value_or("");
    readParameters(fields, tool);
    if (const auto deadline = fields.integer("timeout_ms", 100, 600'000))
        tool.deadline = std::chrono::milliseconds(*deadline);
    if (fields.boolean("needs_approval").value_or(false))
        tool.needsApproval = [](const realtime::ToolCall&) { return true; };
    return tool;
}

} // namespace

Result<realtime::Tool> parseHostTool(const std::string& text)
{
    realtime::Tool tool;
    const auto read = written::readDocument("text", text, "of the tool",
                                            [&](const wire::Json& json, written::FaultList& faults)
                                            { tool = readTool(json, faults); });
    if (!read)
        return read.error();
    return tool;
}

} // namespace parley::bridge
