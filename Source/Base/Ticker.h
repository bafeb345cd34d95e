// SPDX-License-Identifier: Apache-2.0
// Calls a function again and again on the network thread, for what can only be found by looking.
#pragma once

#include "Base/Executor.h"

#include <chrono>
#include <functional>
#include <memory>

namespace parley
{

/// All tickers of one interval call on the same beat of the clock: many of them cost one wake-up together. A beat that
/// comes too late is left out.
class Ticker
{
public:
    /// Keeps the executor alive. The task must not block, and must not destroy the ticker. @thread any but audio
    Ticker(std::shared_ptr<Executor> usedExecutor, std::chrono::milliseconds interval, std::function<void()> task);
    /// The task is not called any more once it returned; waits for a call under way. @thread any but audio
    ~Ticker();
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

private:
    struct State;
    std::shared_ptr<Executor> executor;
    std::shared_ptr<State> state;
};

} // namespace parley
