// SPDX-License-Identifier: Apache-2.0
// From the open socket to a session that has our settings: session.created, session.update, session.updated. Pure.
#pragma once

#include "Wire/ServerEvent.h"

#include <chrono>
#include <optional>
#include <string>

namespace parley::realtime
{

/// Audio must not reach the service before the settings did, so their confirmation is awaited (docs/protocol.md,
/// "Connecting").
/// @thread one at a time
class Handshake
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// From the wish to connect to the open connection: the address and the key are looked up, which may start a
    /// program (10 s), and Net has deadlines of its own for what follows.
    static constexpr std::chrono::seconds openedDeadline{60};
    /// The service greets about 5 ms after the upgrade (docs/protocol.md, "Connecting"); one that is silent for so long
    /// is not a Realtime service.
    static constexpr std::chrono::seconds createdDeadline{10};
    /// How long the confirmation of the settings is awaited before audio goes out all the same.
    static constexpr std::chrono::seconds updatedDeadline{5};

    /// The event id of our session.update, by which its refusal is known.
    static constexpr const char* updateId = "parley_session_update";

    enum class Stage
    {
        idle,
        awaitsOpen,
        awaitsCreated,
        awaitsUpdated,
        done
    };

    void connecting(Time now);
    void opened(Time now);
    /// True when the settings are to be sent now.
    [[nodiscard]] bool created(Time now);
    /// True when the session became ready by it.
    [[nodiscard]] bool updated();
    /// True when the error refuses our settings, which ends the wait for them.
    [[nodiscard]] bool refusedBy(const wire::ServerError& error);
    /// Other settings are sent in the place of those refused.
    void again(Time now);

    /// The stage whose deadline has passed, if any. The wait for `updated` is then over; the others have failed.
    [[nodiscard]] std::optional<Stage> expire(Time now);
    [[nodiscard]] std::optional<Time> deadline() const;

    /// The service has begun a session.
    [[nodiscard]] bool hasSession() const noexcept { return stage == Stage::awaitsUpdated || stage == Stage::done; }

    /// A connection that has been through all of this took the place of another one.
    void takeOver();

    void reset();

private:
    Stage stage = Stage::idle;
    std::optional<Time> due;
};

} // namespace parley::realtime
