// SPDX-License-Identifier: Apache-2.0
#include "Cast/MidiTool.h"

#include <utility>

namespace parley::cast
{
namespace
{

ToolArgument sevenBits(const char* name, const char* description, double minimum = 0)
{
    return {name, ArgumentType::integer, description, minimum, 127.0};
}

ToolArguments argumentsOf(MidiKind kind)
{
    switch (kind)
    {
    case MidiKind::noteOn:
        return {sevenBits("note", "60 is middle C"), sevenBits("velocity", "how hard", 1)};
    case MidiKind::noteOff:
        return {sevenBits("note", "60 is middle C")};
    case MidiKind::controlChange:
        return {sevenBits("value", "0 is the least, 127 the most")};
    case MidiKind::programChange:
        return {sevenBits("program", "counted from 0")};
    }
    return {};
}

/// Status bytes of the MIDI 1.0 specification, channel voice messages.
MidiMessage messageFor(const MidiTool& midi, const wire::Json& arguments)
{
    const auto status = [&](int kind) { return static_cast<std::uint8_t>(kind | (midi.channel - 1)); };
    const auto data = [&](const char* name) { return static_cast<std::uint8_t>(arguments.at(name).get<double>()); };
    switch (midi.kind)
    {
    case MidiKind::noteOn:
        return {status(0x90), data("note"), data("velocity")};
    case MidiKind::noteOff:
        return {status(0x80), data("note"), 0};
    case MidiKind::controlChange:
        return {status(0xB0), static_cast<std::uint8_t>(midi.controller), data("value")};
    case MidiKind::programChange:
        return {status(0xC0), data("program"), 0};
    }
    return {};
}

} // namespace

realtime::Tool makeTool(MidiTool midi, const CastHost& host)
{
    midi.declared.arguments = argumentsOf(midi.kind);
    const auto declared = midi.declared;
    return toolFrom(
        declared,
        [midi = std::move(midi), send = host.sendMidi](const realtime::ToolCall& call) -> Result<std::string>
        {
            const auto sent = send(messageFor(midi, call.arguments));
            if (!sent)
                return sent.error();
            return std::string("Sent.");
        });
}

} // namespace parley::cast
