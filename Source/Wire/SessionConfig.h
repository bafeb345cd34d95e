// SPDX-License-Identifier: Apache-2.0
// The settings of a session as `session.update` carries them: only what is set is sent.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <variant>

namespace parley::wire
{

using Json = nlohmann::json;

/// A field that may be left out (empty optional), sent as null, or sent with a value.
template <typename T>
using Nullable = std::optional<std::variant<std::nullptr_t, T>>;

/// Schema: AudioTranscription.
struct Transcription
{
    std::optional<std::string> model;
    std::optional<std::string> language;
    std::optional<std::string> prompt;

    [[nodiscard]] bool operator==(const Transcription&) const = default;
};

/// Schema: RealtimeTurnDetection, server_vad.
struct ServerVad
{
    std::optional<double> threshold; ///< 0 to 1
    std::optional<int> prefixPaddingMs;
    std::optional<int> silenceDurationMs;
    std::optional<int> idleTimeoutMs; ///< 5000 to 30000
    std::optional<bool> createResponse;
    std::optional<bool> interruptResponse;

    [[nodiscard]] bool operator==(const ServerVad&) const = default;
};

enum class Eagerness
{
    automatic,
    low,
    medium,
    high
};

/// Schema: RealtimeTurnDetection, semantic_vad.
struct SemanticVad
{
    std::optional<Eagerness> eagerness;
    std::optional<bool> createResponse;
    std::optional<bool> interruptResponse;

    [[nodiscard]] bool operator==(const SemanticVad&) const = default;
};

/// Null (in a Nullable) means no turn detection: the client commits.
using TurnDetection = std::variant<ServerVad, SemanticVad>;

enum class NoiseReduction
{
    nearField,
    farField
};

enum class OutputModality
{
    audio,
    text
};

/// Schema: RealtimeSessionCreateRequestGA. Audio is always audio/pcm at 24000 Hz, both ways.
struct SessionConfig
{
    std::optional<std::string> instructions;
    std::optional<OutputModality> outputModality;
    Nullable<Transcription> transcription;
    Nullable<NoiseReduction> noiseReduction;
    Nullable<TurnDetection> turnDetection;
    std::optional<std::string> voice;
    std::optional<double> speed; ///< 0.25 to 1.5

    [[nodiscard]] bool operator==(const SessionConfig&) const = default;

    /// The `session` object of session.update, with its obligatory `type` and both audio formats.
    /// @thread any but audio
    [[nodiscard]] Json toJson() const;
};

} // namespace parley::wire
