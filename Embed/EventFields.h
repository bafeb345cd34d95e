// SPDX-License-Identifier: Apache-2.0
// An event of a session as the structure that a C program reads.
#pragma once

#include "Embed/parley.h"
#include "Realtime/EventQueue.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace parley::embed
{

/// A ::parley_state. @thread any
[[nodiscard]] std::int32_t stateOf(realtime::ConnectionState state) noexcept;

/// Holds the texts that the structure points to.
/// @thread one at a time
class EventFields
{
public:
    /// `begin` is when the program's time began.
    EventFields(const realtime::TimedEvent& given, std::chrono::steady_clock::time_point begin);
    EventFields(const EventFields&) = delete;
    EventFields& operator=(const EventFields&) = delete;

    [[nodiscard]] const parley_event& fields() const noexcept { return shown; }

private:
    struct Reader;
    std::string text;
    std::string id;
    std::string name;
    std::string json;
    parley_event shown{};
};

} // namespace parley::embed
