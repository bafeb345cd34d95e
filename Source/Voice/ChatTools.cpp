// SPDX-License-Identifier: Apache-2.0
#include "Voice/ChatTools.h"

#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::voice
{

wire::Json chatTools(const wire::Json& tools)
{
    auto functions = wire::Json::array();
    for (const auto& tool : tools)
    {
        if (wire::textField(tool, "type") != "function")
            continue;
        auto function = tool;
        function.erase("type");
        functions.push_back({{"type", "function"}, {"function", std::move(function)}});
    }
    return functions;
}

} // namespace parley::voice
