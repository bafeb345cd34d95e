// SPDX-License-Identifier: Apache-2.0
// What a running service has done so far, and how it is told to Prometheus.
#pragma once

#include "Service/EngineFigures.h"
#include "Service/SessionOutput.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace parley::service
{

/// @thread network
struct ServiceFigures
{
    int openSessions = 0;
    std::uint64_t sessions = 0;        ///< Opened since the start.
    std::uint64_t refusedSessions = 0; ///< Refused at or after their upgrade.
    std::uint64_t committedTurns = 0;  ///< input_audio_buffer.committed
    std::uint64_t errorEvents = 0;     ///< `error` events sent.
    std::uint64_t receivedBytes = 0;   ///< Of messages and bodies, without framing.
    std::uint64_t sentBytes = 0;
    std::map<std::string, std::uint64_t> responses;                ///< response.done, by status.
    std::map<std::pair<std::string, int>, std::uint64_t> requests; ///< By endpoint and HTTP status.

    /// Counts an event that goes out to a client.
    void noteEvent(const Json& event, std::size_t bytes);
};

/// Text format 0.0.4.
/// @thread any
[[nodiscard]] std::string toPrometheus(const ServiceFigures& figures, const EngineFigures& engines);

} // namespace parley::service
