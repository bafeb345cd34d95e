// SPDX-License-Identifier: Apache-2.0
// How loud the agent sounds now: measured when frames go into the fifo, told when they leave it.
#pragma once

#include "Realtime/Event.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>

namespace parley::bridge
{

/// Pure: positions are those of a PlayoutFifo. It holds one value for each 50 ms in the fifo.
/// @thread one at a time
class OutputLevels
{
public:
    /// Told so often while the agent speaks.
    static constexpr int perSecond = 20;

    /// Frames whose first one has this position.
    void pushed(std::uint64_t position, std::span<const float> frames, int sampleRate);

    /// An answer ends here: what was begun is not 50 ms long, and counts all the same.
    void ended();

    /// What was pushed will not sound.
    void clear();

    /// What sounds at this position, if that has changed since it was told last. `isSilent`: nothing is left in the
    /// fifo; zeros are then told once.
    [[nodiscard]] std::optional<realtime::OutputLevel> take(std::uint64_t position, bool isSilent);

private:
    struct Window
    {
        std::uint64_t begin = 0;
        std::size_t frames = 0;
        double sumOfSquares = 0;
        float peak = 0;

        void add(std::span<const float> samples);
        [[nodiscard]] realtime::OutputLevel level() const;
    };

    Window growing;
    std::deque<Window> complete;
    bool isSounding = false; ///< What was told last was not the final zeros.
};

} // namespace parley::bridge
