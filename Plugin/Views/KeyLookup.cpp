// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/KeyLookup.h"

#include "Auth/KeySource.h"

#include <mutex>

namespace parley::plugin
{

struct KeyLookup::Answer
{
    std::mutex guard;
    std::optional<KeyFinding> finding;
};

namespace
{

KeyFinding lookForKey()
{
    const auto named = auth::KeySource::fromEnvironment(auth::Surroundings::ofProcess());
    if (!named)
        return {false, named.error().message};
    if (named.value() != nullptr)
        return {true, named.value()->name()};
    const auto found = auth::findApiKey();
    if (found)
        return {true, found.value().source};
    return {false, found.error().message};
}

} // namespace

KeyLookup::KeyLookup()
    : answer(std::make_shared<Answer>())
    , executor(Executor::shared())
{
    const auto search = [shared = answer]
    {
        auto finding = lookForKey();
        const std::lock_guard lock(shared->guard);
        shared->finding = std::move(finding);
    };
    if (!executor->postToPool(search))
        executor.reset();
}

KeyLookup::~KeyLookup() = default;

std::optional<KeyFinding> KeyLookup::take()
{
    if (executor == nullptr)
        return std::nullopt;
    std::optional<KeyFinding> finding;
    {
        const std::lock_guard lock(answer->guard);
        finding.swap(answer->finding);
    }
    if (finding)
        executor.reset();
    return finding;
}

} // namespace parley::plugin
