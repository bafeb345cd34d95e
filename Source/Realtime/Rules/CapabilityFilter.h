// SPDX-License-Identifier: Apache-2.0
// Keeps from a service what it cannot do: events are left out or put in other words before they are sent. Pure.
#pragma once

#include "Base/Error.h"
#include "Realtime/Capabilities.h"
#include "Wire/ClientEvent.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::realtime
{

/// @thread one at a time
class CapabilityFilter
{
public:
    explicit CapabilityFilter(Capabilities given)
        : capabilities(given)
    {
    }

    /// The event as this service takes it; nothing when it is not to be sent.
    [[nodiscard]] std::optional<wire::ClientEvent> filtered(wire::ClientEvent event);

    /// False where the microphone is not to be sent; its user is warned then.
    [[nodiscard]] bool hears();

    /// What was left out since the last call and its user should know; each is told once in a conversation.
    [[nodiscard]] std::vector<Error> warnings();

private:
    void withoutSemanticVad(wire::SessionConfig& config);
    void withoutTools(wire::SessionConfig& config);
    void withoutAudio(wire::SessionConfig& config);
    void adapt(wire::SessionConfig& config);
    void adapt(wire::Json& response);
    void warn(const char* where, const char* sentence);

    Capabilities capabilities;
    std::vector<Error> pending;
    std::set<std::string> told;
};

} // namespace parley::realtime
