// SPDX-License-Identifier: Apache-2.0
// A tool that sends one MIDI message into its host.
#pragma once

#include "Cast/CastHost.h"
#include "Cast/DeclaredTool.h"

namespace parley::cast
{

enum class MidiKind
{
    noteOn,        ///< Arguments `note` and `velocity`.
    noteOff,       ///< Argument `note`.
    controlChange, ///< Argument `value`.
    programChange  ///< Argument `program`, from 0.
};

struct MidiTool
{
    DeclaredTool declared; ///< Its arguments come from the kind.
    MidiKind kind = MidiKind::controlChange;
    int channel = 1;    ///< 1 to 16.
    int controller = 0; ///< 0 to 127, of a control change.
};

/// `host.sendMidi` must be there.
[[nodiscard]] realtime::Tool makeTool(MidiTool midi, const CastHost& host);

} // namespace parley::cast
