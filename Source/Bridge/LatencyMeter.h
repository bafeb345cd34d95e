// SPDX-License-Identifier: Apache-2.0
// How long captured audio took to the wire, over one turn.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <vector>

namespace parley::bridge
{

/// @thread network
class LatencyMeter
{
public:
    /// The latest are kept: 80 s of 20 ms messages.
    static constexpr std::size_t mostMeasurements = 4000;

    void measured(std::chrono::steady_clock::duration captureToWire);

    /// Median and maximum since the last call.
    [[nodiscard]] realtime::LatencyMeasured take();

private:
    std::vector<std::chrono::microseconds> measurements;
};

} // namespace parley::bridge
