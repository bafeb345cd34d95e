// SPDX-License-Identifier: GPL-3.0-or-later
// MIDI messages on their way from the tools of a cast to the audio thread.
#pragma once

#include "Cast/CastHost.h"

#include <JuceHeader.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace parley::plugin
{

/// 64 messages; when it is full the newest is refused, told to the tool and counted.
class MidiQueue
{
public:
    static constexpr int capacity = 64;

    /// Closed, messages are refused with a sentence. @thread any
    void setOpen(bool isOpen) noexcept { open.store(isOpen, std::memory_order_relaxed); }

    /// @thread any but audio
    Result<void> push(const cast::MidiMessage& message);

    /// @thread audio; false when there is none
    bool pop(cast::MidiMessage& message) noexcept;

    /// @thread any
    [[nodiscard]] std::uint64_t refused() const noexcept { return refusals.load(std::memory_order_relaxed); }

private:
    std::mutex producers; ///< Tools run side by side.
    juce::AbstractFifo places{capacity + 1};
    std::array<cast::MidiMessage, capacity + 1> messages{};
    std::atomic<bool> open{false};
    std::atomic<std::uint64_t> refusals{0};
};

} // namespace parley::plugin
