// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CastFileWatch.h"

#include "Cast/CastFile.h"
#include "Plugin/FactoryCasts.h"

#include <chrono>
#include <mutex>

namespace parley::plugin
{

namespace
{

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds leastPause{500};

CastFileState stateOf(const CastSettings& cast)
{
    const auto text = cast::readCastFile(cast.path);
    if (!text)
        return CastFileState::missing;
    return digestOf(text.value()) == cast.original ? CastFileState::unchanged : CastFileState::changed;
}

} // namespace

struct CastFileWatch::Answer
{
    std::mutex guard;
    bool isLooking = false;
    Clock::time_point lookedAt = Clock::time_point::min();
    std::string path;
    std::string original;
    CastFileState state = CastFileState::none;
};

CastFileWatch::CastFileWatch()
    : answer(std::make_shared<Answer>())
{
}

CastFileWatch::~CastFileWatch() = default;

void CastFileWatch::look(const CastSettings& cast)
{
    if (cast.path.empty())
        return;
    const std::lock_guard lock(answer->guard);
    const bool isRecent = answer->lookedAt != Clock::time_point::min() && Clock::now() - answer->lookedAt < leastPause;
    if (answer->isLooking || (isRecent && answer->path == cast.path && answer->original == cast.original))
        return;
    answer->isLooking = true;
    const auto look = [shared = answer, cast]
    {
        const auto found = stateOf(cast);
        const std::lock_guard finished(shared->guard);
        shared->isLooking = false;
        shared->lookedAt = Clock::now();
        shared->path = cast.path;
        shared->original = cast.original;
        shared->state = found;
    };
    executor = Executor::shared();
    if (!executor->postToPool(look))
        answer->isLooking = false;
}

CastFileState CastFileWatch::state(const CastSettings& cast)
{
    std::shared_ptr<Executor> finished;
    const std::lock_guard lock(answer->guard);
    if (!answer->isLooking)
        finished.swap(executor);
    return answer->path == cast.path && answer->original == cast.original ? answer->state : CastFileState::none;
}

} // namespace parley::plugin
