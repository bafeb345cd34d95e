// SPDX-License-Identifier: Apache-2.0
#include "Service/Upstream/ChatBody.h"

#include "Voice/ChatTools.h"
#include "Wire/Detail/JsonFields.h"

namespace parley::service
{
namespace
{

using wire::Json;

Json choiceOf(const Json& choice)
{
    if (!choice.is_object())
        return choice;
    if (wire::textField(choice, "type") != "function")
        return "auto";
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
    if (auto functions = voice::chatTools(request.tools); !functions.empty())
    {
        body["tools"] = std::move(functions);
        body["tool_choice"] = choiceOf(request.toolChoice);
        body["parallel_tool_calls"] = request.parallelToolCalls;
    }
    if (!request.responseFormat.is_null())
        body["response_format"] = request.responseFormat;
    return body;
}

} // namespace parley::service
