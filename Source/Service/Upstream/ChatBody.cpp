// SPDX-License-Identifier: Apache-2.0
#include "Service/Upstream/ChatBody.h"

#include "Wire/Detail/JsonFields.h"

namespace parley::service
{
namespace
{

using wire::Json;

/// From the form of the Realtime protocol to that of this door.
Json functionsOf(const Json& tools)
{
    auto functions = Json::array();
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

Json choiceOf(const Json& choice)
{
    if (!choice.is_object())
        return choice;
    return {{"type", "function"}, {"function", {{"name", wire::textField(choice, "name")}}}};
}

} // namespace

Json chatBody(const std::string& model, const AnswerRequest& request)
{
    Json body = {{"model", model}, {"stream", true}, {"messages", Json::array()}};
    auto& messages = body["messages"];
    if (!request.instructions.empty())
        messages.push_back({{"role", "system"}, {"content", request.instructions}});
    messages.insert(messages.end(), request.messages.begin(), request.messages.end());
    if (auto functions = functionsOf(request.tools); !functions.empty())
    {
        body["tools"] = std::move(functions);
        body["tool_choice"] = choiceOf(request.toolChoice);
        body["parallel_tool_calls"] = request.parallelToolCalls;
    }
    return body;
}

} // namespace parley::service
