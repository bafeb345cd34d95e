// SPDX-License-Identifier: Apache-2.0
#include "Voice/SimpleWorkflow.h"

#include "Base/Log.h"
#include "Voice/VoiceLimits.h"

#include <atomic>
#include <exception>
#include <optional>

namespace parley::voice
{
namespace
{

Error threw(const std::string& what)
{
    return {ErrorCode::internal, "The workflow's own function failed (" + redact(what) + "): correct it.", "workflow"};
}

Error poolIsFull()
{
    return {ErrorCode::queueFull, "Too many tasks wait in this process: ask again later.", "workflow"};
}

/// A call of the function on the pool, and the way of what it says back to the network thread.
struct Call : std::enable_shared_from_this<Call>
{
    Call(Executor& usedExecutor, WorkflowHandlers told)
        : executor(usedExecutor)
        , handlers(std::move(told))
    {
    }

    /// @thread pool
    bool say(std::string piece)
    {
        bytes += piece.size();
        if (!isWanted)
            return false;
        executor.post(
            [self = shared_from_this(), piece = std::move(piece)]
            {
                if (self->isWanted)
                    self->handlers.onText(piece);
            });
        // What is beyond the limit makes an error of the pipeline's.
        return bytes <= mostAnswerBytes;
    }

    /// @thread any
    void end(const std::optional<Error>& problem)
    {
        executor.post(
            [self = shared_from_this(), problem]
            {
                if (self->isWanted.exchange(false))
                    self->handlers.onEnd(problem);
            });
    }

    Executor& executor;
    WorkflowHandlers handlers; ///< Network thread only.
    std::atomic<bool> isWanted{true};
    std::size_t bytes = 0; ///< Pool only.
};

std::optional<Error> run(const SimpleWorkflow::Answer& answer, const std::string& transcript, Call& call)
{
    try
    {
        const auto said = answer(transcript, [&call](std::string piece) { return call.say(std::move(piece)); });
        return said ? std::nullopt : std::optional(said.error());
    }
    catch (const std::exception& problem)
    {
        return threw(problem.what());
    }
    catch (...)
    {
        return threw("something that is not an exception was thrown");
    }
}

class Answering final : public Activity
{
public:
    explicit Answering(std::shared_ptr<Call> begun)
        : call(std::move(begun))
    {
    }
    ~Answering() override { call->isWanted = false; }

private:
    std::shared_ptr<Call> call;
};

} // namespace

std::unique_ptr<Activity> SimpleWorkflow::greet(WorkflowHandlers handlers)
{
    if (greeting.empty() || std::exchange(hasGreeted, true))
        return nullptr;
    const auto call = std::make_shared<Call>(*executor, std::move(handlers));
    (void)call->say(greeting);
    call->end(std::nullopt);
    return std::make_unique<Answering>(call);
}

std::unique_ptr<Activity> SimpleWorkflow::answer(std::string transcript, WorkflowHandlers handlers)
{
    const auto call = std::make_shared<Call>(*executor, std::move(handlers));
    const bool isTaken = executor->postToPool([call, function = answering, transcript = std::move(transcript)]
                                              { call->end(run(*function, transcript, *call)); });
    if (!isTaken)
        call->end(poolIsFull());
    return std::make_unique<Answering>(call);
}

} // namespace parley::voice
