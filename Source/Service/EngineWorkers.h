// SPDX-License-Identifier: Apache-2.0
// The threads on which the engines run, so that the network thread never waits for them.
#pragma once

#include "Service/EngineRunner.h"
#include "Service/SpeechRecogniser.h"
#include "Service/SpeechSynthesiser.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace parley::service
{

/// What one worker has to itself.
struct Engines
{
    std::unique_ptr<SpeechRecogniser> recogniser;
    std::unique_ptr<SpeechSynthesiser> synthesiser;
    std::unique_ptr<Answerer> answerer;
};

class EngineWorkers final : public EngineRunner
{
public:
    using Make = std::function<Result<Engines>()>;

    static constexpr std::size_t capacity = 256;
    /// Of speech that waits to be recognised: half an hour, 86 MB.
    static constexpr std::size_t sampleCapacity = std::size_t{30} * 60 * 24000;

    /// Each worker makes its engines on its own thread; returns when the first is ready, or its error. Blocks up to 30
    /// s.
    [[nodiscard]] static Result<std::unique_ptr<EngineWorkers>> start(std::size_t threads, const Make& make);

    /// Drops the jobs that wait, and waits for those that run.
    ~EngineWorkers() override;

    /// Jobs start in the order of submission. A job whose `stop` is asked for before it starts is dropped without a
    /// call. More than `capacity` jobs or `sampleCapacity` samples are too much.
    /// @thread any but audio
    void submit(EngineJob job, std::stop_token stop, Done done) override;

    /// @thread any
    [[nodiscard]] std::uint64_t refusedJobs() const;

    [[nodiscard]] EngineFigures figures() const override;

private:
    struct Task
    {
        EngineJob job;
        std::stop_token stop;
        Done done;
    };

    EngineWorkers() = default;
    void work(const Make& make, std::promise<Result<void>>& ready, const std::stop_token& ending);
    void run(Engines& engines, const std::stop_token& ending);
    void note(std::size_t kind, bool hasFailed, std::chrono::steady_clock::duration taken);

    mutable std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<Task> waiting;
    std::size_t waitingSamples = 0;
    std::uint64_t refused = 0;
    EngineFigures sums;
    std::vector<std::jthread> threads;
};

} // namespace parley::service
