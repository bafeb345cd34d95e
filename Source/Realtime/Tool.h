// SPDX-License-Identifier: Apache-2.0
// What an agent can do beside speaking: a C++ function with a JSON schema, or a tool of a server that the service
// calls.
#pragma once

#include "Base/Result.h"
#include "Wire/Item.h"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace parley::realtime
{

/// One call of a tool by the model.
struct ToolCall
{
    std::string callId;
    std::string name;
    std::string agent;    ///< Who was speaking when the model called.
    wire::Json arguments; ///< Always an object: a call with other arguments never reaches the tool.
    std::stop_token stop; ///< Asks the tool to end: its deadline passed, or its session was closed.
    std::chrono::steady_clock::time_point deadline{};
};

/// What the model is told.
struct ToolOutput
{
    std::string text;
    bool isBackground = false; ///< The model is told, and is not asked to answer now.

    [[nodiscard]] static ToolOutput of(const char* text) { return {text, false}; }
    [[nodiscard]] static ToolOutput of(std::string text) { return {std::move(text), false}; }
    [[nodiscard]] static ToolOutput of(const wire::Json& json) { return {json.dump(), false}; }
    [[nodiscard]] static ToolOutput background(std::string text) { return {std::move(text), true}; }
};

/// A message for the model to be given in the place of the tool or its output; nothing lets it pass.
using Objection = std::optional<std::string>;

/// Every function here is called on the tool pool and may block, except `isEnabled`. An exception, an error or a
/// passed deadline becomes an output that tells the model what went wrong; the session goes on.
struct Tool
{
    std::string name; ///< Letters, digits, '_' and '-', at most 64.
    std::string description;
    wire::Json parameters = {{"type", "object"}, {"properties", wire::Json::object()}}; ///< A JSON schema.
    /// Empty: the program answers the call in its own time, with `Session::answerTool`; ToolStarted tells of it.
    std::function<Result<ToolOutput>(const ToolCall&)> run;
    std::chrono::milliseconds deadline{30000};

    /// The user must approve this call first; empty: never.
    std::function<bool(const ToolCall&)> needsApproval{};
    /// Looked at before a call runs, after its approval too. Where `run` is empty there is nothing to guard but the
    /// approval.
    std::vector<std::function<Objection(const ToolCall&)>> inputGuardrails{};
    std::vector<std::function<Objection(const ToolCall&, const std::string& output)>> outputGuardrails{};
    /// Whether the model is offered it now; empty: always. Asked whenever settings are sent and again at the call.
    /// @thread network; must return at once, and must not call the session
    std::function<bool()> isEnabled{};
};

/// Tools of an MCP server that the service itself calls. Schema: MCPTool.
struct HostedMcp
{
    std::string serverLabel;
    std::string serverUrl; ///< Or `connectorId`.
    std::string connectorId{};
    std::string authorization{}; ///< A secret: never logged, recorded or shown.
    std::string serverDescription{};
    std::vector<std::pair<std::string, std::string>> headers{}; ///< May hold secrets, too.
    std::vector<std::string> allowedTools{};                    ///< Empty: all.
    wire::Json requireApproval = nullptr; ///< "always" (the service's default), "never", or the schema's object.
};

} // namespace parley::realtime
