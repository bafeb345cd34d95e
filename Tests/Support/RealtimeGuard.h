// SPDX-License-Identifier: Apache-2.0
// Runs code under the audio thread's rules and tells every breach: memory, locks, system calls.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace parley::test
{

struct RealtimeViolation
{
    std::string name; ///< The function called, for instance "malloc", or "system call 110".
    std::vector<std::string> backtrace;
};

struct RealtimeReport
{
    bool watchesSystemCalls = false;           ///< False where the kernel or the processor has no filter for us.
    std::size_t count = 0;                     ///< Of all violations.
    std::size_t allocations = 0;               ///< Of them: of the malloc family, `free` too.
    std::size_t locks = 0;                     ///< Of them: mutexes, rwlocks, conditions, spin locks, semaphores.
    std::size_t systemCalls = 0;               ///< Of them.
    std::vector<RealtimeViolation> violations; ///< The first few.

    [[nodiscard]] bool isClean() const { return count == 0; }
    [[nodiscard]] bool tells(const std::string& name) const;

    /// One paragraph a violation, with its backtrace.
    [[nodiscard]] std::string describe() const;
};

/// Calls `warmUp` and then `body` on a thread of its own, and reports what `body` does that an audio thread must not:
/// the malloc family (and with it operator new and delete), pthread mutexes, rwlocks, conditions and spin locks,
/// semaphores, and system calls. All of them still work while they are counted, except that no thread or process can
/// be started. An exception of either function is passed on.
///
/// The target `parley-realtime-guard` replaces those functions in the whole executable that links it, so it goes with
/// no sanitizer.
[[nodiscard]] RealtimeReport runUnderRealtimeRules(const std::function<void()>& warmUp,
                                                   const std::function<void()>& body);
[[nodiscard]] RealtimeReport runUnderRealtimeRules(const std::function<void()>& body);

} // namespace parley::test
