// SPDX-License-Identifier: Apache-2.0
#include "Cast/SayTool.h"

namespace parley::cast
{

realtime::Tool makeTool(const SayTool& say)
{
    return toolFrom(say.declared,
                    [line = say.line](const realtime::ToolCall&) -> Result<std::string>
                    { return "Now say exactly this line, word for word, and nothing else: " + line; });
}

} // namespace parley::cast
