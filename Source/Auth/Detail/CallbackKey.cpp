// SPDX-License-Identifier: Apache-2.0
#include "Auth/Detail/CallbackKey.h"

#include "Base/Executor.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace parley::auth
{
namespace
{

/// How long the pool may take to begin. It may be full of threads that wait for their keys themselves.
constexpr std::chrono::milliseconds poolPatience{250};

} // namespace

/// One call, by whichever thread begins it first.
struct CallbackKey::Call
{
    std::mutex mutex;
    std::condition_variable changed;
    bool isBegun = false;
    std::optional<Result<Secret>> outcome;
    std::stop_source stop;

    [[nodiscard]] bool begin()
    {
        const std::scoped_lock lock(mutex);
        return !std::exchange(isBegun, true);
    }

    /// Until it is over, at most until then; after that it is asked to stop.
    void stopAt(Clock::time_point end)
    {
        {
            std::unique_lock lock(mutex);
            changed.wait_until(lock, end, [this] { return outcome.has_value(); });
        }
        stop.request_stop();
    }

    void run(const Callback& callback, const std::string& name)
    {
        if (!begin())
            return;
        const auto thrown = [&](const std::string& what) {
            return Error{ErrorCode::internal, "The function that gives the API key threw " + what + ": correct it.",
                         name};
        };
        Result<Secret> made = Secret();
        try
        {
            made = callback(stop.get_token());
        }
        catch (const std::exception& problem)
        {
            made = thrown("an exception (" + redact(problem.what()) + ")");
        }
        catch (...)
        {
            made = thrown("something that is not an exception");
        }
        {
            const std::scoped_lock lock(mutex);
            outcome = std::move(made);
        }
        changed.notify_all();
    }
};

CallbackKey::CallbackKey(Callback asked, std::chrono::milliseconds mostTime)
    : callback(std::move(asked))
    , deadline(mostTime)
    , executor(Executor::shared())
{
}

std::string CallbackKey::name() const
{
    return "a function of the program";
}

void CallbackKey::runHere(const std::shared_ptr<Call>& call, Clock::time_point end) const
{
    const std::jthread watch([call, end] { call->stopAt(end); });
    call->run(callback, name());
}

/// Nothing when the time is up or a stop was requested before it was over.
std::optional<Result<Secret>> CallbackKey::outcomeOf(const std::shared_ptr<Call>& call, const std::stop_token& stop,
                                                     Clock::time_point end) const
{
    const auto isOver = [&] { return call->outcome.has_value() || stop.stop_requested(); };
    std::unique_lock lock(call->mutex);
    if (!call->changed.wait_until(lock, std::min(end, Clock::now() + poolPatience), isOver) && !call->isBegun)
    {
        lock.unlock();
        runHere(call, end);
        lock.lock();
    }
    call->changed.wait_until(lock, end, isOver);
    return Clock::now() > end ? std::nullopt : call->outcome;
}

Result<ApiKey> CallbackKey::take(const std::stop_token& stop)
{
    const auto call = std::make_shared<Call>();
    const std::stop_callback passOn(stop,
                                    [call]
                                    {
                                        call->stop.request_stop();
                                        const std::scoped_lock lock(call->mutex);
                                        call->changed.notify_all();
                                    });
    // Refused by a full pool, it is called here, as when the pool does not come to it.
    static_cast<void>(executor->postToPool([call, asked = callback, label = name()] { call->run(asked, label); }));
    const auto outcome = outcomeOf(call, stop, Clock::now() + deadline);
    call->stop.request_stop();
    if (stop.stop_requested())
        return Error{ErrorCode::cancelled, "The look-up of the API key was stopped from this side.", name()};
    if (!outcome)
        return Error{ErrorCode::timeout,
                     "The function that gives the API key took longer than " + std::to_string(deadline.count()) +
                         " ms: make it answer sooner.",
                     name()};
    if (!*outcome)
        return outcome->error();
    if (outcome->value().empty())
        return Error{ErrorCode::noApiKey, "The function that gives the API key gave an empty one.", name()};
    return ApiKey{outcome->value(), name()};
}

} // namespace parley::auth
