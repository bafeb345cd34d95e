// SPDX-License-Identifier: Apache-2.0
// The settings of a session as `session.update` carries them: only what is set is sent.
#pragma once

#include "Wire/AudioFormat.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

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
    std::vector<std::string> languages{}; ///< Several at once; gpt-transcribe and gpt-live-transcribe only.
    std::vector<std::string> keywords{};  ///< The same models only.
    std::optional<std::string> delay{};   ///< minimal, low, medium, high or xhigh; gpt-realtime-whisper only.

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

/// A voice of one's own, by its id; a built-in one is known by its name.
struct VoiceId
{
    std::string id;

    [[nodiscard]] bool operator==(const VoiceId&) const = default;
};

/// Schema: VoiceIdsOrCustomVoice.
using Voice = std::variant<std::string, VoiceId>;

enum class ToolUse
{
    automatic,
    none,
    required
};

/// The model must call this function.
struct FunctionChoice
{
    std::string name;

    [[nodiscard]] bool operator==(const FunctionChoice&) const = default;
};

/// The model must use this MCP server, and this tool of it if one is named.
struct McpChoice
{
    std::string serverLabel;
    std::optional<std::string> name;

    [[nodiscard]] bool operator==(const McpChoice&) const = default;
};

/// Schema: ToolChoiceOptions, ToolChoiceFunction, ToolChoiceMCP.
using ToolChoice = std::variant<ToolUse, FunctionChoice, McpChoice>;

/// Schema: RealtimeReasoningEffort.
enum class ReasoningEffort
{
    minimal,
    low,
    medium,
    high,
    xhigh
};

/// No limit: "inf".
struct Unlimited
{
    [[nodiscard]] bool operator==(const Unlimited&) const = default;
};

using OutputLimit = std::variant<int, Unlimited>;

enum class TruncationMode
{
    automatic,
    disabled
};

/// What is kept of a conversation that outgrows the model's window.
struct RetentionRatio
{
    double ratio = 1.0;                    ///< 0 to 1
    std::optional<int> postInstructions{}; ///< Tokens after the instructions.

    [[nodiscard]] bool operator==(const RetentionRatio&) const = default;
};

/// Schema: RealtimeTruncation.
using Truncation = std::variant<TruncationMode, RetentionRatio>;

/// Names in the service's trace. Nothing set: "auto". Cannot change once a session is traced.
struct Tracing
{
    std::optional<std::string> workflowName{};
    std::optional<std::string> groupId{};
    Json metadata = nullptr; ///< An object, or null for none.

    [[nodiscard]] bool operator==(const Tracing&) const = default;
};

/// Schema: Prompt, a template that the service keeps.
struct Prompt
{
    std::string id;
    std::optional<std::string> version{};
    Json variables = nullptr; ///< An object, or null for none.

    [[nodiscard]] bool operator==(const Prompt&) const = default;
};

enum class SessionKind
{
    conversation,
    transcription ///< What is heard is written down; nobody answers. Only the settings of the input apply.
};

/// Schema: RealtimeSessionCreateRequestGA, and RealtimeTranscriptionSessionCreateRequestGA of a transcription.
struct SessionConfig
{
    SessionKind kind = SessionKind::conversation;
    std::optional<std::string> instructions;
    std::optional<OutputModality> outputModality;
    AudioFormat inputFormat = AudioFormat::pcm;
    AudioFormat outputFormat = AudioFormat::pcm;
    Nullable<Transcription> transcription;
    Nullable<NoiseReduction> noiseReduction;
    Nullable<TurnDetection> turnDetection;
    std::optional<Voice> voice;  ///< Cannot change once the agent has spoken.
    std::optional<double> speed; ///< 0.25 to 1.5
    /// Each a function or mcp object (schema: RealtimeFunctionTool, MCPTool). An empty list takes all tools away.
    std::optional<std::vector<Json>> tools;
    std::optional<ToolChoice> toolChoice;
    std::optional<bool> parallelToolCalls;
    std::optional<ReasoningEffort> reasoningEffort;
    std::optional<OutputLimit> maxOutputTokens; ///< 1 to 4096
    std::optional<Truncation> truncation;
    Nullable<Tracing> tracing;
    Nullable<Prompt> prompt;
    std::optional<std::vector<std::string>> include; ///< For instance item.input_audio_transcription.logprobs.

    [[nodiscard]] bool operator==(const SessionConfig&) const = default;

    /// The `session` object of session.update, with its obligatory `type` and both audio formats.
    /// @thread any but audio
    [[nodiscard]] Json toJson() const;
};

} // namespace parley::wire
