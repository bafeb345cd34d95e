// SPDX-License-Identifier: Apache-2.0
// Brings the reference to where its echo is in the microphone, so that a canceller has only the room left to learn.
#pragma once

#include "Audio/Detail/DelayFinder.h"
#include "Audio/Detail/ReferenceDelay.h"

namespace parley::audio::detail
{

/// @thread one at a time, any; only the constructor allocates
class ReferenceAligner
{
public:
    /// The echo is left to come so much later than the reference: what the search may be wrong by, and reflections that
    /// are louder than the direct sound.
    static constexpr double marginSeconds = 16e-3;

    /// One frame of 10 ms at 48 kHz; an empty reference is silence. Gives the reference, held back.
    [[nodiscard]] const ReferenceDelay::Frame& process(std::span<const float> microphone,
                                                       std::span<const float> reference);

    /// From the reference to the microphone, in seconds; nothing: not found yet.
    [[nodiscard]] std::optional<double> delay() const noexcept { return finder.delay(); }

    /// Forgets what was heard.
    void reset();

private:
    Decimator ofMicrophone;
    Decimator ofReference;
    DelayFinder finder;
    ReferenceDelay line;
    std::optional<double> applied; ///< The delay that the line was last set for.
};

} // namespace parley::audio::detail
