// SPDX-License-Identifier: Apache-2.0
// Which tools and handoffs an agent offers the model, whom they lead to, and whether their names are clear. Pure.
#pragma once

#include "Realtime/Agent.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::realtime
{

/// The `tools` of session.update for this agent: its functions, handoffs and MCP servers that are enabled, then those
/// that the session's own settings name. Empty when there are none. A name among both is refused before connecting.
[[nodiscard]] std::vector<wire::Json> offeredTools(const Agent& agent, const std::vector<wire::Json>& ofSession);

/// A call goes to the application, which named the function in the session's own settings.
struct OfApplication
{
};
using CallTarget =
    std::variant<std::monostate, std::shared_ptr<const Tool>, std::shared_ptr<const Handoff>, OfApplication>;

/// What a called name means for this agent: the exact name first; a handoff also in other case.
[[nodiscard]] CallTarget findCalled(const std::shared_ptr<const Agent>& agent, const std::vector<wire::Json>& ofSession,
                                    const std::string& name);

/// Asks `isEnabled`; none means yes, an exception means no.
[[nodiscard]] bool isEnabled(const std::function<bool()>& predicate) noexcept;

/// Whom a handoff leads to; empty when nobody in the cast has its name.
[[nodiscard]] std::shared_ptr<const Agent> targetOf(const Handoff& handoff, const std::vector<Agent>& cast);

/// What the model is told once the agents have changed.
[[nodiscard]] ToolOutput handoffOutput(const Handoff& handoff);

/// Two names that a model could not tell apart, or a handoff to nobody, in this agent or in any that it leads to.
[[nodiscard]] std::optional<Error> findFaultInCast(const Agent& first, const std::vector<Agent>& cast,
                                                   const std::vector<wire::Json>& ofSession);

} // namespace parley::realtime
