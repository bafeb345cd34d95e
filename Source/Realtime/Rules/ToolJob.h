// SPDX-License-Identifier: Apache-2.0
// One piece of the user's code that the rules want run on the tool pool, and what comes back of it.
#pragma once

#include "Realtime/Handoff.h"
#include "Realtime/Tool.h"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

namespace parley::realtime
{

struct ToolJob
{
    enum class Kind
    {
        ask, ///< Input guardrails, then whether the user must approve.
        run  ///< Input guardrails, the tool (or the handoff's own function), output guardrails.
    };

    std::uint64_t id = 0; ///< Unique in its session.
    Kind kind = Kind::run;
    ToolCall call;                          ///< Without `stop`, which is the runner's.
    std::shared_ptr<const Tool> tool;       ///< Either this
    std::shared_ptr<const Handoff> handoff; ///< or this one.
};

/// Nothing runs on the pool: `Session::answerTool` ends it.
[[nodiscard]] inline bool isAnsweredByProgram(const ToolJob& job)
{
    return job.kind == ToolJob::Kind::run && job.tool != nullptr && !job.tool->run;
}

struct NeedsApproval
{
};

/// Of a job that asked: the call may run at once.
struct MayRun
{
};

/// An Error's message is told to the model.
using ToolResult = std::variant<ToolOutput, Error, NeedsApproval, MayRun>;

} // namespace parley::realtime
