// SPDX-License-Identifier: GPL-3.0-or-later
// The text of an agents file as a person sees and edits it: who is in it, and what can be changed without writing JSON.
#pragma once

#include "Base/Result.h"
#include "Cast/Cast.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::plugin
{

/// A tool of an agent, fit to be shown.
struct ToolCard
{
    std::string name;
    std::string kind; ///< osc, http, say, midi or parameter
    std::string description;
    bool needsApproval = false;

    [[nodiscard]] bool operator==(const ToolCard&) const = default;
};

struct AgentCard
{
    std::string name;
    std::string instructions;
    std::string voice; ///< Empty: the service's own default.
    std::string greeting;
    std::vector<ToolCard> tools;
    std::vector<std::string> handoffs; ///< Names of agents.

    [[nodiscard]] bool operator==(const AgentCard&) const = default;
};

/// Every function: @thread any but audio
namespace castdocument
{

/// Whether the text is an agents file that this plugin can use: it lends MIDI and parameters. The error, of code
/// fileInvalid, names the faults with their lines; it also refuses keys and passwords that stand in the text, for a
/// project would keep them.
[[nodiscard]] Result<cast::Cast> check(const std::string& text, const std::string& nameForErrors);

/// The agents in their order; none where the text is no agents file.
[[nodiscard]] std::vector<AgentCard> agentsOf(std::string_view text);

/// The name of the agent that begins; empty where the text is no agents file.
[[nodiscard]] std::string firstOf(std::string_view text);

/// The text with one thing changed and all else as it was, laid out anew. What the change would break, and an agent who
/// is not there, is an error; nothing is changed then.
[[nodiscard]] Result<std::string> withFirst(std::string_view text, const std::string& agent);
[[nodiscard]] Result<std::string> withInstructions(std::string_view text, const std::string& agent,
                                                   const std::string& instructions);
/// Empty: the service's own default.
[[nodiscard]] Result<std::string> withVoice(std::string_view text, const std::string& agent, const std::string& voice);
[[nodiscard]] Result<std::string> withGreeting(std::string_view text, const std::string& agent,
                                               const std::string& greeting);

/// Names of agents; what a handoff that stays says of itself stays, too.
[[nodiscard]] Result<std::string> withHandoffs(std::string_view text, const std::string& agent,
                                               const std::vector<std::string>& names);
/// Whether the user must allow each call of this tool of the agent.
[[nodiscard]] Result<std::string> withApproval(std::string_view text, const std::string& agent, const std::string& tool,
                                               bool needsApproval);

/// Whether one cast can become the other while its session goes on: the same agents by name, and nothing else differs
/// but what they say and do.
[[nodiscard]] bool isRevision(std::string_view before, std::string_view after);

/// A cast of one agent.
[[nodiscard]] std::string ofOneAgent(const std::string& name, const std::string& instructions,
                                     const std::string& voice);

} // namespace castdocument

} // namespace parley::plugin
