// SPDX-License-Identifier: Apache-2.0
// What makes an answer of what was said: the middle of a voice pipeline.
#pragma once

#include "Base/Error.h"
#include "Voice/Activity.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parley::voice
{

/// All called on the network thread, never from inside `greet` or `answer`.
struct WorkflowHandlers
{
    std::function<void(std::string_view piece)> onText; ///< Pieces of any length, as they are ready to be spoken.
    /// Once, last: nothing when all is said.
    std::function<void(const std::optional<Error>&)> onEnd;
};

/// Serves one conversation: turns come one after the other. SimpleWorkflow and AgentWorkflow are the usual ones; this
/// is for those who have their own way of working on the network thread.
/// @thread network
class Workflow
{
public:
    Workflow() = default;
    virtual ~Workflow() = default;
    Workflow(const Workflow&) = delete;
    Workflow& operator=(const Workflow&) = delete;

    /// Before the user says anything, once in a conversation. Null: there is no greeting.
    [[nodiscard]] virtual std::unique_ptr<Activity> greet(WorkflowHandlers handlers) = 0;
    /// One turn. The activity's end is a barge-in: what was said so far stays said.
    [[nodiscard]] virtual std::unique_ptr<Activity> answer(std::string transcript, WorkflowHandlers handlers) = 0;
    /// The latest answer or greeting was cut, and its activity has ended: only so much of it was heard. Perhaps told
    /// again with less, when that is known better.
    virtual void wasCut(const std::string& heard);
};

} // namespace parley::voice
