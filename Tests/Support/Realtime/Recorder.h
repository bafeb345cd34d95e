// SPDX-License-Identifier: Apache-2.0
// Where breaches of the realtime rules are kept: in memory made beforehand, one recording a thread.
#pragma once

#include <array>
#include <cstddef>

namespace parley::test
{

struct RecordedViolation
{
    static constexpr int mostFrames = 24;
    const char* function = nullptr; ///< Null for a system call.
    long systemCall = 0;
    int depth = 0;
    std::array<void*, mostFrames> frames{};
};

struct Recording
{
    static constexpr std::size_t mostKept = 16;
    std::array<RecordedViolation, mostKept> kept;
    std::size_t count = 0;
    std::size_t locks = 0;
    std::size_t systemCalls = 0; ///< What is neither is memory.
};

/// From here to `disarm` everything noted on this thread goes to the recording.
void arm(Recording& recording) noexcept;
void disarm() noexcept;

/// Nothing happens on a thread that is not armed, nor while a violation is being noted.
void noteCall(const char* function) noexcept;
void noteSystemCall(long number) noexcept;

} // namespace parley::test
