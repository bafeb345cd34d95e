// SPDX-License-Identifier: Apache-2.0
#include "Support/RealtimeGuard.h"

#include "Support/Realtime/Recorder.h"
#include "Support/Realtime/SystemCallFilter.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <execinfo.h>
#include <memory>
#include <thread>

namespace parley::test
{
namespace
{

RealtimeViolation named(const RecordedViolation& recorded)
{
    RealtimeViolation violation;
    violation.name = recorded.function != nullptr ? std::string(recorded.function)
                                                  : "system call " + std::to_string(recorded.systemCall);
    const std::unique_ptr<char*, void (*)(void*)> symbols(backtrace_symbols(recorded.frames.data(), recorded.depth),
                                                          std::free);
    for (int i = 0; symbols != nullptr && i < recorded.depth; ++i)
        violation.backtrace.emplace_back(symbols.get()[i]);
    return violation;
}

/// The first backtrace of a process loads what it needs; that is not to be blamed on the body.
void loadBacktrace()
{
    void* frame = nullptr;
    backtrace(&frame, 1);
}

} // namespace

bool RealtimeReport::tells(const std::string& name) const
{
    return std::any_of(violations.begin(), violations.end(),
                       [&](const auto& violation) { return violation.name == name; });
}

std::string RealtimeReport::describe() const
{
    std::string text = std::to_string(count) + " violations of the realtime rules";
    for (const auto& violation : violations)
    {
        text += "\n" + violation.name + ", called from";
        for (const auto& frame : violation.backtrace)
            text += "\n    " + frame;
    }
    return text;
}

RealtimeReport runUnderRealtimeRules(const std::function<void()>& warmUp, const std::function<void()>& body)
{
    Recording recording;
    RealtimeReport report;
    std::exception_ptr thrown;
    loadBacktrace();
    std::thread thread(
        [&]
        {
            try
            {
                warmUp();
                report.watchesSystemCalls = watchSystemCalls();
                arm(recording);
                body();
            }
            catch (...)
            {
                thrown = std::current_exception();
            }
            disarm();
        });
    thread.join();
    if (thrown != nullptr)
        std::rethrow_exception(thrown);
    report.count = recording.count;
    report.locks = recording.locks;
    report.systemCalls = recording.systemCalls;
    report.allocations = recording.count - recording.locks - recording.systemCalls;
    for (std::size_t i = 0; i < std::min(recording.count, Recording::mostKept); ++i)
        report.violations.push_back(named(recording.kept[i]));
    return report;
}

RealtimeReport runUnderRealtimeRules(const std::function<void()>& body)
{
    return runUnderRealtimeRules([] {}, body);
}

} // namespace parley::test
