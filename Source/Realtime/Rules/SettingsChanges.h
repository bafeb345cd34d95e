// SPDX-License-Identifier: Apache-2.0
// The settings of a session as they are changed while it goes on, and taken back where the service refuses. Pure.
#pragma once

#include "Wire/SessionConfig.h"

#include <cstddef>
#include <list>
#include <string>

namespace parley::realtime
{

/// Each field that is set in `changes` takes the place of that of `settings`, as a whole. The kind and both audio
/// formats stay: a SessionConfig cannot leave them out, so that it cannot ask for others either.
/// @thread any but audio
void applyChanges(wire::SessionConfig& settings, const wire::SessionConfig& changes);

/// @thread one at a time
class SettingsChanges
{
public:
    /// Changes that the service has neither confirmed nor refused; beyond it the oldest counts as confirmed.
    static constexpr std::size_t mostOpen = 16;

    explicit SettingsChanges(wire::SessionConfig first);

    /// With all changes that were not refused.
    [[nodiscard]] const wire::SessionConfig& current() const noexcept { return all; }
    /// What was changed since the current agent took over: it wins over the agent's own.
    [[nodiscard]] const wire::SessionConfig& sinceAgent() const noexcept { return recent; }

    /// `eventId` is that of the update that tells the service; Handshake::updateId when the next connection's first
    /// update does.
    void add(wire::SessionConfig changes, std::string eventId);
    void confirmed(const std::string& eventId);
    /// Takes the changes of this update back, and those alone. False when it is not one of ours.
    [[nodiscard]] bool refused(const std::string& eventId);

    void agentChanged();
    /// The next connection's first update tells it what is open.
    void connectionLost();

private:
    struct Open
    {
        wire::SessionConfig changes;
        std::string eventId;
        bool isOfFormerAgent = false;
    };
    void settleOldest();
    void combine();

    wire::SessionConfig settled;
    wire::SessionConfig settledSinceAgent;
    std::list<Open> open;
    wire::SessionConfig all;
    wire::SessionConfig recent;
};

} // namespace parley::realtime
