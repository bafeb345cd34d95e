// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LatencyMeter.h"

#include <algorithm>

namespace parley::bridge
{

void LatencyMeter::measured(std::chrono::steady_clock::duration captureToWire)
{
    if (measurements.size() == mostMeasurements)
        measurements.erase(measurements.begin(), measurements.begin() + mostMeasurements / 2);
    measurements.push_back(std::chrono::duration_cast<std::chrono::microseconds>(captureToWire));
}

realtime::LatencyMeasured LatencyMeter::take()
{
    realtime::LatencyMeasured result;
    result.frames = measurements.size();
    if (!measurements.empty())
    {
        std::sort(measurements.begin(), measurements.end());
        result.captureToWireMedian = measurements[measurements.size() / 2];
        result.captureToWireMax = measurements.back();
    }
    measurements.clear();
    return result;
}

} // namespace parley::bridge
