// SPDX-License-Identifier: Apache-2.0
#include "Bridge/EchoReports.h"

#include <algorithm>
#include <cmath>

namespace parley::bridge
{
namespace
{

constexpr std::size_t framesInASecond = 100;

double powerOf(float level)
{
    return std::pow(10.0, static_cast<double>(level) / 10);
}

} // namespace

bool EchoReports::sounded(float microphoneDb, float referenceDb) noexcept
{
    microphonePower += powerOf(microphoneDb);
    referencePower += powerOf(referenceDb);
    if (++frames < framesInASecond)
        return false;
    echo = std::max(-120.0, 10 * std::log10(microphonePower / referencePower));
    microphonePower = 0;
    referencePower = 0;
    frames = 0;
    return true;
}

std::optional<Error> EchoReports::warning(const realtime::EchoMeasured& report, Time now)
{
    inARow = report.hearsItself ? inARow + 1 : 0;
    if (inARow < reportsToWarn || (lastWarning && now - *lastWarning < betweenWarnings))
        return std::nullopt;
    lastWarning = now;
    return Error{ErrorCode::invalidArgument,
                 "The agent seems to hear itself: use headphones, turn the loudspeaker down, or choose echo cancelling "
                 "or the echo gate.",
                 "echo"};
}

} // namespace parley::bridge
