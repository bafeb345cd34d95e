// SPDX-License-Identifier: Apache-2.0
// Who does what sessions and requests ask of the engines: threads of this program, or servers elsewhere.
#pragma once

#include "Service/EngineFigures.h"
#include "Service/EngineJob.h"

#include <functional>
#include <stop_token>

namespace parley::service
{

class EngineRunner
{
public:
    /// Any number of parts of the result, then, last, the whole of it or an error. Never two calls at a time; on a
    /// thread of the runner's, or, for a job that is refused, the caller's.
    using Done = std::function<void(EngineResult)>;

    EngineRunner() = default;
    /// Blocks until no `done` is called any more: @thread the owner's, never one on which `done` is called.
    virtual ~EngineRunner() = default;
    EngineRunner(const EngineRunner&) = delete;
    EngineRunner& operator=(const EngineRunner&) = delete;

    /// A job whose `stop` is asked for is given up, perhaps without a further call of `done`. One that is too much gets
    /// a queueFull error at once.
    /// @thread any but audio
    virtual void submit(EngineJob job, std::stop_token stop, Done done) = 0;

    /// What was done so far.
    /// @thread any
    [[nodiscard]] virtual EngineFigures figures() const = 0;
};

} // namespace parley::service
