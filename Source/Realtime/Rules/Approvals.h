// SPDX-License-Identifier: Apache-2.0
// What the user decided for good about an agent's tool. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace parley::realtime
{

/// A decision holds for one tool of one agent, as long as the session lives; a later one replaces it.
/// @thread one at a time
class Approvals
{
public:
    struct Decision
    {
        bool isApproved = false;
        std::string message; ///< Of a rejection, for the model.
    };

    /// What the model is told when a rejection has no words of its own.
    static constexpr const char* rejection = "Tool execution was not approved.";

    void decideAlways(const std::string& agent, const std::string& tool, Decision decision)
    {
        decisions[{agent, tool}] = std::move(decision);
    }

    [[nodiscard]] std::optional<Decision> find(const std::string& agent, const std::string& tool) const
    {
        const auto found = decisions.find({agent, tool});
        return found == decisions.end() ? std::nullopt : std::optional(found->second);
    }

private:
    std::map<std::pair<std::string, std::string>, Decision> decisions;
};

} // namespace parley::realtime
