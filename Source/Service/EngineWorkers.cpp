// SPDX-License-Identifier: Apache-2.0
#include "Service/EngineWorkers.h"

#include "Base/Log.h"
#include "Service/RecordedSpeech.h"

#include <chrono>
#include <exception>

namespace parley::service
{
namespace
{

using namespace std::chrono_literals;

/// A model that takes longer comes from a disk that is as good as gone.
constexpr auto longestLoading = 30s;

template <typename Made, typename Value>
EngineResult toResult(Result<Value> result)
{
    if (!result)
        return result.error();
    return Made{std::move(result).value()};
}

/// What a waiting job holds, as samples of 16 bits.
std::size_t samplesOf(const EngineJob& job)
{
    if (const auto* file = std::get_if<ReadSpeechJob>(&job.work))
        return file->bytes.size() / sizeof(std::int16_t);
    const auto* recognise = std::get_if<RecogniseJob>(&job.work);
    return recognise == nullptr ? 0 : recognise->samples.size();
}

EngineResult recognised(Engines& engines, const RecogniseJob& job, const std::stop_token& stop)
{
    auto words = engines.recogniser->recogniseWords(job.samples, job.phrases, stop);
    if (!words)
        return words.error();
    auto text = textOf(words.value());
    return Transcript{std::move(text), std::move(words).value()};
}

EngineResult perform(Engines& engines, const EngineJob& job, const std::stop_token& stop)
{
    try
    {
        if (const auto* recognise = std::get_if<RecogniseJob>(&job.work))
            return recognised(engines, *recognise, stop);
        if (const auto* speak = std::get_if<SpeakJob>(&job.work))
            return toResult<Speech>(engines.synthesiser->speak(speak->text, speak->voice, speak->speed));
        if (const auto* file = std::get_if<ReadSpeechJob>(&job.work))
            return toResult<Speech>(readRecordedSpeech(*file));
        return toResult<Answer>(engines.answerer->answer(std::get<AnswerJob>(job.work).request));
    }
    catch (const std::exception& problem)
    {
        log(LogLevel::error, std::string("A speech engine failed: ") + problem.what());
        return Error{ErrorCode::internal, "A speech engine failed: see the service's log.", "engine"};
    }
}

} // namespace

Result<std::unique_ptr<EngineWorkers>> EngineWorkers::start(std::size_t threads, const Make& make)
{
    std::unique_ptr<EngineWorkers> workers(new EngineWorkers);
    std::vector<std::shared_ptr<std::promise<Result<void>>>> ready;
    for (std::size_t i = 0; i < threads; ++i)
    {
        ready.push_back(std::make_shared<std::promise<Result<void>>>());
        workers->threads.emplace_back([owner = workers.get(), make, promise = ready.back()](
                                          const std::stop_token& ending) { owner->work(make, *promise, ending); });
    }
    auto first = ready.front()->get_future();
    if (first.wait_for(longestLoading) != std::future_status::ready)
        return Error{ErrorCode::timeout, "The speech engines did not load in 30 s: check the disk.", "engines"};
    if (const auto outcome = first.get(); !outcome)
        return outcome.error();
    return workers;
}

EngineWorkers::~EngineWorkers()
{
    for (auto& thread : threads)
        thread.request_stop();
    threads.clear();
}

void EngineWorkers::submit(EngineJob job, std::stop_token stop, Done done)
{
    {
        const std::scoped_lock lock(mutex);
        const auto samples = samplesOf(job);
        if (waiting.size() < capacity && waitingSamples + samples <= sampleCapacity)
        {
            waitingSamples += samples;
            waiting.push_back({std::move(job), std::move(stop), std::move(done)});
            changed.notify_one();
            return;
        }
        refused += 1;
    }
    done(Error{ErrorCode::queueFull, "The service is busy: try again in a moment.", "engines"});
}

EngineFigures EngineWorkers::figures() const
{
    const std::scoped_lock lock(mutex);
    auto figures = sums;
    figures.waiting = waiting.size();
    figures.refused = refused;
    return figures;
}

void EngineWorkers::note(std::size_t kind, bool hasFailed, std::chrono::steady_clock::duration taken)
{
    const std::scoped_lock lock(mutex);
    auto& sum = sums.byKind.at(kind);
    sum.jobs += 1;
    sum.failures += hasFailed ? 1 : 0;
    sum.seconds += std::chrono::duration<double>(taken).count();
}

std::uint64_t EngineWorkers::refusedJobs() const
{
    const std::scoped_lock lock(mutex);
    return refused;
}

void EngineWorkers::work(const Make& make, std::promise<Result<void>>& ready, const std::stop_token& ending)
{
    auto engines = make();
    if (!engines)
    {
        log(LogLevel::debug, engines.error().describe());
        ready.set_value(engines.error());
        return;
    }
    ready.set_value({});
    run(engines.value(), ending);
}

void EngineWorkers::run(Engines& engines, const std::stop_token& ending)
{
    while (!ending.stop_requested())
    {
        Task task;
        {
            std::unique_lock lock(mutex);
            if (!changed.wait(lock, ending, [this] { return !waiting.empty(); }))
                return;
            task = std::move(waiting.front());
            waiting.pop_front();
            waitingSamples -= samplesOf(task.job);
        }
        if (task.stop.stop_requested())
            continue;
        const auto begun = std::chrono::steady_clock::now();
        auto result = perform(engines, task.job, task.stop);
        note(task.job.work.index(), std::holds_alternative<Error>(result), std::chrono::steady_clock::now() - begun);
        task.done(std::move(result));
    }
}

} // namespace parley::service
