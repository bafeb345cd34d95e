// SPDX-License-Identifier: Apache-2.0
// What the local service adds to its engines' own time, and what its sessions hold. The engines take no time.
#include "Benches.h"
#include "ServiceLoad.h"
#include "ServiceProcess.h"
#include "Statistics.h"

#include <chrono>
#include <sys/resource.h>

namespace parley::bench
{
namespace
{

/// Both ends of a thousand connections.
void allowManyDescriptors()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void measureAnswers(Figures& figures)
{
    constexpr std::size_t sessions = 100;
    const ServiceProcess service;
    ServiceLoad load(service.port(), sessions);
    std::vector<double> all;
    const auto began = std::chrono::steady_clock::now();
    const auto cpuBefore = service.cpuSeconds();
    const int rounds = figures.isQuick() ? 3 : 30;
    for (int round = 0; round < rounds; ++round)
    {
        const auto latencies = load.speakAtOnce();
        all.insert(all.end(), latencies.begin(), latencies.end());
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    figures.add("service.answer_p99_ms", quantile(all, 0.99), "ms");
    figures.add("service.answer_median_ms", median(all), "ms");
    figures.add("service.answers", static_cast<double>(all.size()) / sessions / rounds, "of those due");
    figures.add("service.cpu", (service.cpuSeconds() - cpuBefore) / wall.count(), "cores");
}

void measureIdle(Figures& figures)
{
    constexpr std::size_t sessions = 1000;
    const ServiceProcess service;
    const auto before = service.residentMegabytes();
    const ServiceLoad load(service.port(), sessions);
    const auto after = service.residentMegabytes();
    figures.add("service.idle_mb", after, "MB");
    figures.add("service.idle_kb_each", (after - before) * 1024 / sessions, "KB");
}

/// As many turns as an hour has, of two seconds: eight sessions at a time, each of ten minutes or so.
void measureHour(Figures& figures)
{
    constexpr int sessions = 8;
    constexpr int turns = 25;
    const int generations = figures.isQuick() ? 3 : 9;
    const ServiceProcess service;
    double warm = 0;
    const auto began = std::chrono::steady_clock::now();
    for (int generation = 0; generation < generations; ++generation)
    {
        ServiceLoad load(service.port(), sessions);
        load.speakFast(turns);
        if (generation == 0)
            warm = service.residentMegabytes();
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    figures.add("service.hour_growth_mb", service.residentMegabytes() - warm, "MB");
    figures.add("service.hour_mb", service.residentMegabytes(), "MB");
    figures.add("service.hour_speed", generations * sessions * turns * 2 / wall.count(), "times real time");
}

} // namespace

void serviceBench(Figures& figures)
{
    allowManyDescriptors();
    measureIdle(figures);
    measureAnswers(figures);
    measureHour(figures);
}

} // namespace parley::bench
