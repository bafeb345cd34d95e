// SPDX-License-Identifier: GPL-3.0-or-later
// What a project remembers of a Parley plugin beside its parameters: the service, the cast, the way in and out.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Plugin/ParameterValues.h"

#include <string>

namespace parley::plugin
{

/// Who speaks: an agents file (docs/agents-file.md) that travels inside the project.
struct CastSettings
{
    std::string text;     ///< The file's text, perhaps edited since.
    std::string path;     ///< Where it was opened; empty: it is a factory cast, or was never a file.
    std::string original; ///< `digestOf` the text as it was opened, to tell whether the file is another one now.

    [[nodiscard]] bool operator==(const CastSettings&) const = default;
};

/// What of bridge::AudioSettings is no parameter.
struct RoutingSettings
{
    int inputChannel = bridge::CaptureSettings::allChannels;
    bool highPass = false;
    bool automaticGain = false;
    int prebufferMs = 40; ///< 20 to 400

    [[nodiscard]] bool operator==(const RoutingSettings&) const = default;
};

/// The MIDI output, see docs/plugin.md.
struct MidiSettings
{
    static constexpr int highestFirstNote = 125;
    static constexpr int highestFirstController = 116; ///< Above 119 they are channel mode messages.

    bool isOn = false;
    int channel = 1;           ///< 1 to 16
    int firstNote = 60;        ///< Of listening; thinking and speaking are the next two.
    int firstController = 102; ///< Of listening; thinking, speaking and the output level are the next three.

    [[nodiscard]] bool operator==(const MidiSettings&) const = default;
};

/// Open Sound Control both ways, see docs/plugin.md.
struct OscSettings
{
    bool isOn = false;
    int receivePort = 9001;             ///< 1 to 65535
    std::string sendHost = "127.0.0.1"; ///< An IP address, or localhost.
    int sendPort = 9000;                ///< 1 to 65535
    bool isOpenToNetwork = false;       ///< Else only this machine can send something in.

    [[nodiscard]] bool operator==(const OscSettings&) const = default;
};

/// A voice pipeline in the place of a live session (docs/voice.md): three models of the same service, by their names.
struct PipelineChoice
{
    bool isOn = false;
    std::string listeningModel = "gpt-4o-mini-transcribe";
    std::string chatModel = bridge::PipelineSettings().chatModel;
    std::string speechModel = voice::TtsSettings().model;

    [[nodiscard]] bool operator==(const PipelineChoice&) const = default;
};

struct Settings
{
    Settings();

    bridge::ProviderSettings provider;
    PipelineChoice pipeline;
    CastSettings cast; ///< At first the factory cast "Assistant".
    RoutingSettings routing;
    MidiSettings midi;
    OscSettings osc;
    /// Whether a live session writes the user's own words down, where the cast does not say how.
    bool isTranscribing = true;

    [[nodiscard]] bool operator==(const Settings&) const = default;

    /// What `VoiceBridge::connect` takes: the parameters win over what the cast says of its session. PARLEY_RECORD,
    /// when set, names the file to record to; PARLEY_AGENTS the agents file whose cast speaks instead, and what that
    /// one says of its session wins over the parameters.
    /// @thread any but audio
    [[nodiscard]] bridge::ConnectSettings toConnectSettings(const ParameterValues& values) const;
};

/// The way of the audio, by settings and parameters. @thread any but audio
[[nodiscard]] bridge::AudioSettings toAudioSettings(const RoutingSettings& routing, const ParameterValues& values);

/// The parts of a session under way that were begun with other settings: "service", "pipeline", "agents",
/// "transcription". A change of the others applies at once.
/// @thread any but audio
[[nodiscard]] std::vector<std::string> changesForNextConnection(const Settings& connectedWith, const Settings& present);

} // namespace parley::plugin
