// SPDX-License-Identifier: Apache-2.0
// The threads of Parley: one network thread and a small pool for code that may block. See docs/threading.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace parley
{

/// Owns the network thread and the tool pool. One per loaded binary, shared by reference count: the last user to let
/// go joins the threads and waits at most a second for the network. Only what a user owns holds it by shared_ptr (a
/// bridge, a session, a service); what lives on its threads holds a plain reference, so that the threads never join
/// themselves.
class Executor
{
public:
    /// The executor of this binary, made at the first call and again after its last user has let go.
    /// @thread any but audio
    [[nodiscard]] static std::shared_ptr<Executor> shared();

    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Runs the task on the network thread, after those posted before it. The task must not block.
    /// @thread any but audio
    void post(std::function<void()> task);

    /// Runs the task on the pool; there it may block. False when `poolCapacity` tasks wait already; the task is then
    /// dropped and counted.
    /// @thread any but audio
    [[nodiscard]] bool postToPool(std::function<void()> task);

    /// @thread any
    [[nodiscard]] bool isNetworkThread() const noexcept;

    /// How many pool tasks were refused because the pool was full.
    /// @thread any
    [[nodiscard]] std::uint64_t refusedPoolTasks() const noexcept;

    static constexpr std::size_t poolThreads = 4;
    static constexpr std::size_t poolCapacity = 1024;

    struct Detail;
    /// For sockets and timers inside the library, see Base/Detail/ExecutorDetail.h.
    [[nodiscard]] Detail& detail() noexcept { return *state; }

private:
    Executor();
    [[nodiscard]] bool isOwnThread() const noexcept;
    /// The last user has let go, on whatever thread.
    static void release(Executor* released);
    std::unique_ptr<Detail> state;
};

} // namespace parley
