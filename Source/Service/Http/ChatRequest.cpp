// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ChatRequest.h"

#include "Service/Http/ChatMessages.h"
#include "Service/Http/JsonBody.h"
#include "Service/Http/Models.h"
#include "Service/Http/OfferedTools.h"
#include "Service/Http/ResponseFormat.h"
#include "Service/Shape.h"
#include "Service/Tokens.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <optional>

namespace parley::service
{
namespace
{

constexpr std::size_t mostMessages = 2000;

/// Only the fields that are read.
const std::map<std::string, Shape>& shapesOfFields()
{
    static const auto shapes = []
    {
        auto tokens = Shape::of(Shape::Kind::integer);
        tokens.minimum = 1;
        auto choices = Shape::of(Shape::Kind::integer);
        choices.minimum = 1;
        choices.maximum = 1;
        auto stop = Shape::arrayOf(Shape::of(Shape::Kind::string));
        stop.acceptsString = true;
        const auto flag = Shape::of(Shape::Kind::boolean).nullable();
        return std::map<std::string, Shape>{{"model", Shape::of(Shape::Kind::string).required()},
                                            {"messages", Shape::arrayOf(Shape::of(Shape::Kind::object)).required()},
                                            {"stream", flag},
                                            {"stream_options", Shape::of(Shape::Kind::object).nullable()},
                                            {"tools", Shape::arrayOf(Shape::of(Shape::Kind::object)).nullable()},
                                            {"parallel_tool_calls", flag},
                                            {"max_tokens", tokens.nullable()},
                                            {"max_completion_tokens", tokens.nullable()},
                                            {"n", choices.nullable()},
                                            {"stop", stop.nullable()}};
    }();
    return shapes;
}

std::optional<Rejection> findFaultInBody(const Json& body)
{
    for (const auto& [name, shape] : shapesOfFields())
    {
        const auto field = body.find(name);
        if (field == body.end() && shape.isRequired)
            return Rejection{"missing_required_parameter", "Missing required parameter: '" + name + "'.", name};
        if (field != body.end())
            if (auto fault = findFault(*field, shape, name))
                return fault;
    }
    if (body.at("messages").empty() || body.at("messages").size() > mostMessages)
        return Rejection{"invalid_value", "Invalid 'messages': send between 1 and 2000 of them.", "messages"};
    if (auto fault = findFaultInMessages(body.at("messages")))
        return fault;
    if (auto fault = findFaultInTools(body))
        return fault;
    return findFaultInResponseFormat(body.value("response_format", Json()));
}

std::vector<std::string> stopsOf(const Json& stop)
{
    std::vector<std::string> stops;
    if (stop.is_string())
        stops.push_back(stop.get<std::string>());
    else if (stop.is_array())
        stops = stop.get<std::vector<std::string>>();
    std::erase(stops, std::string());
    return stops;
}

ChatRequest readChecked(const Json& body)
{
    ChatRequest read;
    read.model = body.at("model").get<std::string>();
    read.isStreamed = body.value("stream", Json(false)) == true;
    read.wantsUsage = wire::objectField(wire::objectField(body, "stream_options"), "include_usage") == true;
    read.stops = stopsOf(body.value("stop", Json()));
    for (const auto* name : {"max_tokens", "max_completion_tokens"})
        if (const auto tokens = wire::integerField(body, name); tokens > 0)
            read.longestAnswerBytes =
                std::min(read.longestAnswerBytes,
                         static_cast<std::size_t>(std::min<std::int64_t>(tokens, 1 << 20)) * bytesPerTextToken);
    read.question = questionFrom(body.at("messages"));
    offerTools(read.question, body);
    read.question.responseFormat = responseFormatFrom(body.value("response_format", Json()));
    return read;
}

} // namespace

std::variant<ChatRequest, PlainAnswer> readChatRequest(const EndpointRequest& request)
{
    const auto body = readJsonBody(request.body);
    if (const auto* fault = std::get_if<Rejection>(&body))
        return refusePlainly(400, *fault);
    const auto& json = std::get<Json>(body);
    if (const auto fault = findFaultInBody(json))
        return refusePlainly(400, *fault);
    auto read = readChecked(json);
    if (auto unknown = refuseModel(read.model))
        return std::move(*unknown);
    read.inputBytes = json.at("messages").dump(-1, ' ', false, Json::error_handler_t::replace).size();
    return read;
}

} // namespace parley::service
