// SPDX-License-Identifier: Apache-2.0
#include "Support/Realtime/Recorder.h"

#include <cstring>
#include <execinfo.h>

namespace parley::test
{
namespace
{

constinit thread_local Recording* armed = nullptr;

bool isLock(const char* function) noexcept
{
    return std::strncmp(function, "pthread_", 8) == 0 || std::strncmp(function, "sem_", 4) == 0;
}

void note(const char* function, long systemCall) noexcept
{
    auto* recording = armed;
    if (recording == nullptr)
        return;
    // What the backtrace itself calls is not the body's doing.
    armed = nullptr;
    if (recording->count < Recording::mostKept)
    {
        auto& violation = recording->kept[recording->count];
        violation.function = function;
        violation.systemCall = systemCall;
        violation.depth = backtrace(violation.frames.data(), RecordedViolation::mostFrames);
    }
    ++recording->count;
    recording->systemCalls += function == nullptr ? 1 : 0;
    recording->locks += function != nullptr && isLock(function) ? 1 : 0;
    armed = recording;
}

} // namespace

void arm(Recording& recording) noexcept
{
    armed = &recording;
}

void disarm() noexcept
{
    armed = nullptr;
}

void noteCall(const char* function) noexcept
{
    note(function, 0);
}

void noteSystemCall(long number) noexcept
{
    note(nullptr, number);
}

} // namespace parley::test
