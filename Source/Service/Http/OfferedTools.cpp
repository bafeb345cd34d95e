// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/OfferedTools.h"

#include "Service/Shape.h"
#include "Wire/Detail/JsonFields.h"

#include <set>
#include <string>

namespace parley::service
{
namespace
{

Shape shapeOfFunction()
{
    auto function = Shape::of(Shape::Kind::object).required();
    function.fields = {{"name", Shape::of(Shape::Kind::string).required()}};
    auto named = Shape::of(Shape::Kind::object);
    named.fields = {{"type", Shape::of(Shape::Kind::string).required()}, {"function", function}};
    return named;
}

Shape shapeOfChoice()
{
    auto mode = Shape::of(Shape::Kind::string).required();
    mode.values = {"auto", "required"};
    auto allowed = Shape::of(Shape::Kind::object).required();
    allowed.fields = {{"mode", mode}, {"tools", Shape::arrayOf(shapeOfFunction()).required()}};
    auto several = Shape::of(Shape::Kind::object);
    several.fields = {{"type", Shape::of(Shape::Kind::string).required()}, {"allowed_tools", allowed}};
    auto shape = Shape::of(Shape::Kind::object).nullable();
    shape.alternatives = {"none", "auto", "required"};
    shape.selector = "type";
    shape.variants = {{"function", shapeOfFunction()}, {"allowed_tools", several}};
    return shape;
}

std::string nameOf(const Json& tool)
{
    return wire::textField(wire::objectField(tool, "function"), "name");
}

std::set<std::string> namesOf(const Json& tools)
{
    std::set<std::string> names;
    for (const auto& tool : tools)
        names.insert(nameOf(tool));
    return names;
}

std::optional<Rejection> findFaultInField(const Json& object, const std::string& path, const char* name,
                                          Shape::Kind kind)
{
    const auto field = object.find(name);
    const auto fieldPath = path + "." + name;
    if (field == object.end())
        return Rejection{"missing_required_parameter", "Missing required parameter: '" + fieldPath + "'.", fieldPath};
    return findFault(*field, Shape::of(kind), fieldPath);
}

std::optional<Rejection> findFaultInTool(const Json& tool, const std::string& path)
{
    if (auto fault = findFaultInField(tool, path, "function", Shape::Kind::object))
        return fault;
    return findFaultInField(tool.at("function"), path + ".function", "name", Shape::Kind::string);
}

/// Empty: it names none.
std::set<std::string> namesInChoice(const Json& choice)
{
    if (choice.is_object() && choice.contains("function"))
        return {nameOf(choice)};
    return namesOf(wire::objectField(wire::objectField(choice, "allowed_tools"), "tools"));
}

} // namespace

std::optional<Rejection> findFaultInTools(const Json& body)
{
    static const auto shape = shapeOfChoice();
    const auto& tools = wire::objectField(body, "tools");
    for (std::size_t i = 0; i < tools.size(); ++i)
        if (auto fault = findFaultInTool(tools[i], "tools[" + std::to_string(i) + "]"))
            return fault;
    const auto choice = body.value("tool_choice", Json());
    if (auto fault = findFault(choice, shape, "tool_choice"))
        return fault;
    if (tools.empty() && !choice.is_null() && choice != "none" && choice != "auto")
        return Rejection{"",
                         "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                         "tool_choice"};
    const auto offered = namesOf(tools);
    for (const auto& name : namesInChoice(choice))
        if (!offered.contains(name))
            return Rejection{"", "Tool choice '" + name.substr(0, 200) + "' not found in 'tools' parameter.",
                             "tool_choice"};
    return std::nullopt;
}

void offerTools(AnswerRequest& question, const Json& body)
{
    const auto choice = body.value("tool_choice", Json());
    const auto named = namesInChoice(choice);
    const auto& allowed = wire::objectField(choice, "allowed_tools");
    for (const auto& tool : wire::objectField(body, "tools"))
    {
        if (allowed.contains("mode") && !named.contains(nameOf(tool)))
            continue;
        auto function = wire::objectField(tool, "function");
        function["type"] = wire::textField(tool, "type");
        question.tools.push_back(std::move(function));
    }
    if (allowed.contains("mode"))
        question.toolChoice = allowed.at("mode");
    else if (choice.is_object())
        question.toolChoice = {{"type", "function"}, {"name", *named.begin()}};
    else if (choice.is_string())
        question.toolChoice = choice;
    question.parallelToolCalls = body.value("parallel_tool_calls", Json(true)) != false;
}

} // namespace parley::service
