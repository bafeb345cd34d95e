// SPDX-License-Identifier: Apache-2.0
#include "Cast/ParameterTool.h"

#include <utility>

namespace parley::cast
{

realtime::Tool makeTool(ParameterTool parameter, const CastHost& host)
{
    parameter.declared.arguments = {{"value", ArgumentType::number, "", parameter.minimum, parameter.maximum}};
    return toolFrom(parameter.declared,
                    [name = std::move(parameter.parameter),
                     set = host.setParameter](const realtime::ToolCall& call) -> Result<std::string>
                    {
                        const auto isSet = set(name, call.arguments.at("value").get<double>());
                        if (!isSet)
                            return isSet.error();
                        return std::string("Set.");
                    });
}

} // namespace parley::cast
