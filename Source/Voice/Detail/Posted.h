// SPDX-License-Identifier: Apache-2.0
// An activity that only tells something, a little later.
#pragma once

#include "Base/Executor.h"
#include "Voice/Activity.h"

#include <functional>
#include <memory>
#include <utility>

namespace parley::voice
{

/// Runs the tasks on the network thread, one after the other, until it ends.
/// @thread network
class Posted final : public Activity
{
public:
    template <typename... Tasks>
    explicit Posted(Executor& executor, Tasks... tasks)
    {
        (post(executor, std::move(tasks)), ...);
    }
    ~Posted() override { *isWanted = false; }

private:
    void post(Executor& executor, std::function<void()> task)
    {
        executor.post(
            [wanted = isWanted, task = std::move(task)]
            {
                if (*wanted)
                    task();
            });
    }

    std::shared_ptr<bool> isWanted = std::make_shared<bool>(true);
};

} // namespace parley::voice
