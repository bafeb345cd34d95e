// SPDX-License-Identifier: Apache-2.0
#include "Bridge/CaptureClock.h"

#include "Audio/Pcm16.h"

#include <algorithm>

namespace parley::bridge
{
namespace
{

std::chrono::nanoseconds lengthOf(std::uint64_t samples)
{
    return std::chrono::nanoseconds(samples * 1'000'000'000 / audio::wireSampleRate);
}

} // namespace

void CaptureClock::block(std::uint64_t end, Time capturedAt, bool isTalking)
{
    if (!anchors.empty() && anchors.back().moment.at == capturedAt && anchors.back().moment.isTalking == isTalking)
        anchors.back().end = end;
    else
        anchors.push_back({end, {capturedAt, isTalking}});
}

CaptureClock::Moment CaptureClock::momentOf(std::uint64_t end)
{
    while (anchors.size() > 1 && anchors.front().end < end)
        anchors.pop_front();
    if (anchors.empty())
        return {};
    const auto& anchor = anchors.front();
    // Callbacks are not called evenly: a time never goes back for it.
    latest = std::max(latest, anchor.moment.at - lengthOf(anchor.end - std::min(end, anchor.end)));
    return {latest, anchor.moment.isTalking};
}

void CaptureClock::reset() noexcept
{
    anchors.clear();
    latest = {};
}

} // namespace parley::bridge
