// SPDX-License-Identifier: Apache-2.0
// The tools that one answer of a chat model calls: run on the pool at the same time, each with its deadline.
#pragma once

#include "Net/Detail/Deadline.h"
#include "Realtime/Agent.h"
#include "Realtime/Detail/ToolRunner.h"
#include "Voice/ChatReader.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace parley::voice
{

/// @thread network
class ToolRound : public std::enable_shared_from_this<ToolRound>
{
public:
    struct Result
    {
        std::vector<std::string> outputs;                 ///< What the model is told, in the order of the calls.
        std::shared_ptr<const realtime::Handoff> handoff; ///< The agents change.
    };

    ToolRound(Executor& usedExecutor, std::shared_ptr<const realtime::Agent> caller, std::vector<ChatReader::Call> made,
              std::function<void(Result)> told);

    void start();
    /// Nothing is told any more; the tools are asked to end.
    void stop();

private:
    struct Open
    {
        realtime::ToolJob job;
        std::unique_ptr<net::Deadline> deadline;
        bool isAnswered = false;
    };

    void begin(std::size_t place);
    void run(std::size_t place);
    void finished(std::size_t place, const realtime::ToolResult& result);
    void answer(std::size_t place, std::string output);

    Executor& executor;
    std::shared_ptr<const realtime::Agent> agent;
    std::vector<ChatReader::Call> calls;
    std::function<void(Result)> onDone;
    realtime::ToolRunner runner;
    std::vector<Open> open;
    std::size_t unanswered;
    Result result;
    bool isStopped = false;
};

} // namespace parley::voice
