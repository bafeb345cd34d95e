// SPDX-License-Identifier: Apache-2.0
#include "Cast/Detail/ToolFields.h"

#include "Cast/Detail/HttpToolFields.h"
#include "Cast/MidiTool.h"
#include "Cast/OscTool.h"
#include "Cast/ParameterTool.h"
#include "Cast/SayTool.h"

#include <algorithm>
#include <functional>

namespace parley::cast
{

using written::Choice;
using written::FaultList;
using written::Fields;
using written::Names;
namespace
{

using wire::Json;

enum class ToolKind
{
    osc,
    http,
    say,
    midi,
    parameter
};

constexpr std::array<Choice<ToolKind>, 5> kinds = {{{"osc", ToolKind::osc},
                                                    {"http", ToolKind::http},
                                                    {"say", ToolKind::say},
                                                    {"midi", ToolKind::midi},
                                                    {"parameter", ToolKind::parameter}}};
constexpr std::array<Choice<ArgumentType>, 4> argumentTypes = {{{"integer", ArgumentType::integer},
                                                                {"number", ArgumentType::number},
                                                                {"string", ArgumentType::string},
                                                                {"boolean", ArgumentType::boolean}}};
constexpr std::array<Choice<MidiKind>, 4> midiKinds = {{{"note_on", MidiKind::noteOn},
                                                        {"note_off", MidiKind::noteOff},
                                                        {"control_change", MidiKind::controlChange},
                                                        {"program_change", MidiKind::programChange}}};

/// What every kind has.
const Names common = {"kind", "name", "description", "needs_approval", "background", "timeout_ms"};

Names knownTo(ToolKind kind)
{
    auto known = common;
    const auto add = [&known](std::initializer_list<std::string> more) { known.insert(known.end(), more); };
    switch (kind)
    {
    case ToolKind::osc:
        add({"host", "port", "address", "arguments"});
        break;
    case ToolKind::http:
        add({"method", "url", "headers", "arguments"});
        break;
    case ToolKind::say:
        add({"line"});
        break;
    case ToolKind::midi:
        add({"message", "channel", "controller"});
        break;
    case ToolKind::parameter:
        add({"parameter", "minimum", "maximum"});
        break;
    }
    return known;
}

bool isFunctionName(const std::string& name)
{
    return std::ranges::all_of(
        name, [](char c)
        { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; });
}

std::string readName(const Fields& fields)
{
    fields.has("name");
    const auto name = fields.text("name", 64);
    if (name && !isFunctionName(*name))
        fields.fault("name", "the name of a tool or argument may have letters, digits, \"_\" and \"-\" only.");
    return name.value_or("");
}

ToolArgument readArgument(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults, {"name", "type", "description", "minimum", "maximum", "enum"});
    ToolArgument argument;
    argument.name = readName(fields);
    fields.has("type");
    argument.type = fields.choice("type", argumentTypes).value_or(ArgumentType::string);
    argument.description = fields.text("description", 1024).value_or("");
    constexpr double largest = 1e9;
    argument.minimum = fields.number("minimum", -largest, largest);
    argument.maximum = fields.number("maximum", -largest, largest);
    argument.choices = fields.texts("enum", 64, 128).value_or(Names{});
    const bool isNumber = argument.type == ArgumentType::integer || argument.type == ArgumentType::number;
    if (fields.isObject() && !isNumber && (argument.minimum || argument.maximum))
        fields.fault(argument.minimum ? "minimum" : "maximum",
                     "only an integer or number has a minimum or maximum; leave it out.");
    if (argument.minimum && argument.maximum && *argument.minimum > *argument.maximum)
        fields.fault("minimum", "\"minimum\" must not be above \"maximum\".");
    if (!argument.choices.empty() && argument.type != ArgumentType::string)
        fields.fault("enum", "only a string has an \"enum\"; leave it out.");
    return argument;
}

ToolArguments readArguments(const Fields& fields)
{
    ToolArguments arguments;
    const auto* list = fields.array("arguments", 32);
    if (list == nullptr)
        return arguments;
    for (std::size_t i = 0; i < list->size(); ++i)
    {
        const auto path = fields.pathOf("arguments") + "/" + std::to_string(i);
        auto argument = readArgument((*list)[i], path, fields.faults());
        if (!argument.name.empty() && std::ranges::count(arguments, argument.name, &ToolArgument::name) > 0)
            fields.faults().add(path, "an argument named \"" + argument.name + "\" is there already; rename one.");
        arguments.push_back(std::move(argument));
    }
    return arguments;
}

DeclaredTool readCommon(const Fields& fields)
{
    DeclaredTool declared;
    declared.name = readName(fields);
    fields.has("description");
    declared.description = fields.text("description", 1024).value_or("");
    declared.needsApproval = fields.boolean("needs_approval").value_or(false);
    declared.isBackground = fields.boolean("background").value_or(false);
    declared.deadline = std::chrono::milliseconds(fields.integer("timeout_ms", 100, 60000).value_or(10000));
    declared.arguments = readArguments(fields);
    return declared;
}

realtime::Tool readOsc(const Fields& fields)
{
    OscTool osc{readCommon(fields), "", 0, ""};
    osc.host = fields.text("host", 253).value_or("127.0.0.1");
    fields.has("port");
    osc.port = static_cast<std::uint16_t>(fields.integer("port", 1, 65535).value_or(0));
    fields.has("address");
    osc.address = fields.text("address", 255).value_or("/");
    if (osc.address.front() != '/' || osc.address.find_first_of(" #*,?[]{}") != std::string::npos)
        fields.fault("address", "an OSC address begins with \"/\" and has no blanks and none of #*,?[]{}.");
    return makeTool(osc);
}

realtime::Tool readSay(const Fields& fields)
{
    SayTool say{readCommon(fields), ""};
    fields.has("line");
    say.line = fields.text("line", 4096).value_or("");
    return makeTool(say);
}

realtime::Tool readMidi(const Fields& fields, const CastHost& host)
{
    MidiTool midi{readCommon(fields)};
    fields.has("message");
    const auto kind = fields.choice("message", midiKinds);
    midi.kind = kind.value_or(MidiKind::controlChange);
    midi.channel = fields.integer("channel", 1, 16).value_or(1);
    midi.controller = fields.integer("controller", 0, 127).value_or(0);
    const bool hasController = fields.find("controller") != nullptr;
    if (kind && (*kind == MidiKind::controlChange) != hasController)
        fields.fault("controller", "\"controller\" belongs to a control_change, and only there.");
    return makeTool(std::move(midi), host);
}

realtime::Tool readParameter(const Fields& fields, const CastHost& host)
{
    ParameterTool parameter{readCommon(fields), "", 0, 1};
    fields.has("parameter");
    parameter.parameter = fields.text("parameter", 128).value_or("");
    parameter.minimum = fields.number("minimum", 0, 1).value_or(0);
    parameter.maximum = fields.number("maximum", 0, 1).value_or(1);
    if (parameter.minimum > parameter.maximum)
        fields.fault("minimum", "\"minimum\" must not be above \"maximum\".");
    return makeTool(std::move(parameter), host);
}

bool isOffered(ToolKind kind, const CastHost& host)
{
    return (kind != ToolKind::midi || host.sendMidi) && (kind != ToolKind::parameter || host.setParameter);
}

/// The kind decides which other keys are known, so it is read before them.
std::optional<ToolKind> readKind(const Json& json, const std::string& path, FaultList& faults)
{
    auto known = common;
    if (json.is_object())
        for (const auto& [key, value] : json.items())
            known.push_back(key);
    const Fields fields(json, path, faults, known);
    return fields.has("kind") ? fields.choice("kind", kinds) : std::nullopt;
}

} // namespace

std::optional<realtime::Tool> readTool(const Json& json, const std::string& path, const AllowedHosts& hosts,
                                       const CastHost& host, FaultList& faults)
{
    const auto kind = readKind(json, path, faults);
    if (!kind)
        return std::nullopt;
    const auto before = faults.all.size();
    const Fields fields(json, path, faults, knownTo(*kind));
    if (!isOffered(*kind, host))
        fields.fault("kind", "a tool of kind \"" + json["kind"].get<std::string>() + "\" needs a host that lends it " +
                                 (*kind == ToolKind::midi ? "a MIDI output" : "its parameters") +
                                 ", and this one does not; leave it out.");
    std::optional<realtime::Tool> tool;
    switch (*kind)
    {
    case ToolKind::osc:
        tool = readOsc(fields);
        break;
    case ToolKind::http:
        tool = readHttpTool(fields, readCommon(fields), hosts, host);
        break;
    case ToolKind::say:
        tool = readSay(fields);
        break;
    case ToolKind::midi:
        tool = readMidi(fields, host);
        break;
    case ToolKind::parameter:
        tool = readParameter(fields, host);
        break;
    }
    return faults.all.size() == before ? tool : std::nullopt;
}

} // namespace parley::cast
