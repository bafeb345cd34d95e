// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the network thread still runs what it is given.
#pragma once

#include "Base/Executor.h"

#include <atomic>
#include <memory>

namespace parley::app
{

/// @thread one at a time
class ThreadPulse
{
public:
    ThreadPulse() { ask(); }

    /// Posts a beat to the network thread.
    void ask()
    {
        *beaten = false;
        executor->post([flag = beaten] { *flag = true; });
    }

    /// It has come since `ask`.
    [[nodiscard]] bool hasBeaten() const noexcept { return *beaten; }

private:
    std::shared_ptr<Executor> executor = Executor::shared();
    std::shared_ptr<std::atomic<bool>> beaten = std::make_shared<std::atomic<bool>>(false);
};

} // namespace parley::app
