// SPDX-License-Identifier: Apache-2.0
// Runs the user's tools and guardrails on the tool pool and brings what they say back to the network thread.
#pragma once

#include "Base/Executor.h"
#include "Realtime/Rules/GuardrailJob.h"
#include "Realtime/Rules/ToolJob.h"

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>

namespace parley::realtime
{

/// Deadlines are the rules' own: a job that is stopped is asked to end, and its result is brought back all the same,
/// for the rules to drop. Whatever the user's code throws becomes an Error.
/// @thread network
class ToolRunner
{
public:
    explicit ToolRunner(Executor& usedExecutor)
        : executor(usedExecutor)
    {
    }
    ~ToolRunner() { stopAll(); }
    ToolRunner(const ToolRunner&) = delete;
    ToolRunner& operator=(const ToolRunner&) = delete;

    /// `done` is called once, on the network thread, never from within `run`.
    void run(ToolJob job, const std::function<void(ToolResult)>& done);
    void look(GuardrailJob job, const std::function<void(GuardrailFinding)>& done);

    void stop(std::uint64_t job);
    void stopLook(std::uint64_t job);
    /// Waits for nothing: code that ignores its stop token ends in its own time.
    void stopAll();

    /// The job has brought its result.
    void forget(std::uint64_t job) { stops.erase(job); }
    void forgetLook(std::uint64_t job) { lookStops.erase(job); }

private:
    Executor& executor;
    std::map<std::uint64_t, std::stop_source> stops; ///< Of tools; looks are numbered by themselves.
    std::map<std::uint64_t, std::stop_source> lookStops;
};

} // namespace parley::realtime
