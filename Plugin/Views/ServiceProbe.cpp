// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ServiceProbe.h"

#include "Realtime/Diagnostics.h"

#include <mutex>

namespace parley::plugin
{

struct ServiceProbe::Answer
{
    std::mutex guard;
    std::optional<realtime::ProbeReport> report;

    void give(realtime::ProbeReport given)
    {
        const std::lock_guard lock(guard);
        report = std::move(given);
    }
};

namespace
{

/// @thread pool
realtime::ProbeReport probe(Executor& executor, const bridge::ProviderSettings& provider, const std::stop_token& stop)
{
    auto resolved = bridge::resolveProvider(provider, auth::Surroundings::ofProcess(), stop);
    // The threads are not this task's to keep: a share of nothing that points to them.
    const std::shared_ptr<Executor> threads(std::shared_ptr<Executor>(), &executor);
    if (resolved)
        return realtime::probeTextTurn(threads, resolved.value().socket, provider.model, stop);
    realtime::ProbeReport report;
    report.model = provider.model;
    report.error = resolved.error();
    return report;
}

} // namespace

ServiceProbe::ServiceProbe()
    : answer(std::make_shared<Answer>())
{
}

ServiceProbe::~ServiceProbe()
{
    ending.request_stop();
}

void ServiceProbe::start(const bridge::ProviderSettings& provider)
{
    if (isRunning())
        return;
    executor = Executor::shared();
    // The task holds no share of the threads that it runs on.
    const auto task = [&threads = *executor, shared = answer, provider, stop = ending.get_token()]
    { shared->give(probe(threads, provider, stop)); };
    if (executor->postToPool(task))
        return;
    realtime::ProbeReport refused;
    refused.error = Error{ErrorCode::queueFull, "Too much is under way; try again in a moment.", "probe"};
    answer->give(std::move(refused));
}

std::optional<realtime::ProbeReport> ServiceProbe::take()
{
    if (!isRunning())
        return std::nullopt;
    std::optional<realtime::ProbeReport> report;
    {
        const std::lock_guard lock(answer->guard);
        report.swap(answer->report);
    }
    if (report)
        executor.reset();
    return report;
}

} // namespace parley::plugin
