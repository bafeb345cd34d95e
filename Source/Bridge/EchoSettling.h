// SPDX-License-Identifier: Apache-2.0
// When the echo canceller can be trusted: it knows the echo's delay, and has had echo to learn the room from since.
// Pure.
#pragma once

#include "Audio/VoiceProcessor.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace parley::bridge
{

/// @thread one at a time
class EchoSettling
{
public:
    /// Of echo since its delay was found, or found elsewhere. The canceller is down by 20 dB after 0.3 s
    /// (docs/performance.md, "Echo").
    static constexpr std::size_t framesToSettle = 40;
    /// A delay that moves less is followed, and the canceller with it.
    static constexpr std::chrono::microseconds sameDelay{2000};

    /// For each 10 ms, in order: `isSounding` while the reference's echo may be heard.
    [[nodiscard]] bool isSettled(const std::optional<audio::EchoEstimate>& estimate, bool isSounding) noexcept;

private:
    std::optional<std::chrono::microseconds> delay;
    std::size_t learned = 0;
};

} // namespace parley::bridge
