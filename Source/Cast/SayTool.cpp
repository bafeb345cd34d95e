// SPDX-License-Identifier: Apache-2.0
#include "Cast/SayTool.h"

namespace parley::cast
{

realtime::Tool makeTool(const SayTool& say)
{
    return toolFrom(say.declared,
                    [line = say.line](const realtime::ToolCall&) -> Result<std::string>
                    { return "Add nothing of your own. Reply with exactly: " + line; });
}

} // namespace parley::cast
