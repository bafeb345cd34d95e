// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaptureClock.h"

#include <algorithm>

namespace parley::host
{

namespace
{
constexpr double wireBytesPerMs = 48; // audio/pcm: 24000 frames a second of 2 bytes (schema: RealtimeAudioFormats).
}

void CaptureClock::take(const RecordedEvent& event)
{
    if (event.from != Speaker::client || event.audioBytes() == 0)
        return;
    const auto before = sent.empty() ? 0.0 : sent.back().endAudioMs;
    sent.push_back({before + static_cast<double>(event.audioBytes()) / wireBytesPerMs, event.ms});
}

std::optional<double> CaptureClock::recordingMs(double audioMs) const
{
    if (audioMs < 0)
        return std::nullopt;
    const auto found =
        std::ranges::lower_bound(sent, audioMs, {}, [](const Sent& message) { return message.endAudioMs; });
    if (found == sent.end())
        return std::nullopt;
    return found->ms - (found->endAudioMs - audioMs);
}

} // namespace parley::host
