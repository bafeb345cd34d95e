// SPDX-License-Identifier: Apache-2.0
// Keeps what was heard last and not sent: a word's beginning is over before anybody knows that it is one. Pure.
#pragma once

#include "Bridge/CaptureFrame.h"

#include <cstddef>
#include <vector>

namespace parley::bridge
{

/// A ring of frames of 10 ms. Full: the oldest gives way, as it should.
/// @thread one at a time
class PreRoll
{
public:
    /// The longest pre-roll (1 s) before the longest confirmation (1 s, with the pauses it may have).
    static constexpr std::size_t mostFrames = 300;

    void keep(const CaptureFrame& frame);

    /// Calls `each` with the last `count` frames kept, oldest first (fewer when there are fewer), and forgets all.
    template <typename Each>
    void release(std::size_t count, Each each)
    {
        const auto first = kept < count ? 0 : kept - count;
        for (auto index = first; index < kept; ++index)
            each(frames[(oldest + index) % frames.size()]);
        forget();
    }

    void forget() noexcept;

private:
    std::vector<CaptureFrame> frames; ///< Grows to `mostFrames`, when first needed.
    std::size_t oldest = 0;
    std::size_t kept = 0;
};

} // namespace parley::bridge
