// SPDX-License-Identifier: Apache-2.0
// From one agent to another: offered to the model as a function named transfer_to_ and the agent's name.
#pragma once

#include "Base/Error.h"
#include "Wire/Item.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace parley::realtime
{

struct Agent;

struct Handoff
{
    /// The agent's name. It is looked for among `SessionSettings::cast` when `agent` is empty, so that two agents can
    /// hand off to each other.
    std::string agentName;
    std::shared_ptr<const Agent> agent{};
    std::string description{}; ///< When to hand off, in words for the model; appended to the standard sentence.
    wire::Json parameters = {{"type", "object"},
                             {"properties", wire::Json::object()}}; ///< Typed input, as a JSON schema.
    /// Told with the model's arguments before the agents change. An error keeps the agent, and its sentence is told to
    /// the model. Called on the tool pool; it may block.
    std::function<std::optional<Error>(const wire::Json& arguments)> onHandoff{};
    /// Whether the model is offered it now; empty: always.
    /// @thread network; must return at once, and must not call the session
    std::function<bool()> isEnabled{};
    bool newAgentSpeaksFirst = true; ///< A response is asked for as soon as the agents have changed.

    [[nodiscard]] static Handoff to(Agent agent);
    [[nodiscard]] static Handoff toNamed(std::string agentName);
};

/// The name under which the model sees a handoff: lower case, every character beside a-z, 0-9 and '_' made '_'.
[[nodiscard]] std::string handoffToolName(const std::string& agentName);

} // namespace parley::realtime
