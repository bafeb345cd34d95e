// SPDX-License-Identifier: Apache-2.0
// A cast of agents: who they are, who begins, and the settings of the session that they share.
#pragma once

#include "Cast/Prices.h"
#include "Realtime/SessionCore.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::cast
{

/// What an agents file says (docs/agents-file.md). A cast that was read has at least one agent, names that differ, a
/// first agent, and handoffs that lead to its own agents.
struct Cast
{
    std::vector<realtime::Agent> agents;
    std::string first; ///< The name of the agent that begins.
    wire::SessionConfig session;
    realtime::GuardrailSettings guardrails;
    std::optional<Prices> prices;
    std::string source; ///< The text it was read from: read again, it gives the same cast.

    /// The agent that begins; the first of the list when nobody has that name. There must be an agent.
    [[nodiscard]] const realtime::Agent& firstAgent() const;

    /// What a session of this cast is made of.
    [[nodiscard]] realtime::SessionSettings settings() const;
};

} // namespace parley::cast
