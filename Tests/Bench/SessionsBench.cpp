// SPDX-License-Identifier: Apache-2.0
// What many sessions in one process cost, each a VoiceBridge with a host that calls it in real time.
#include "BareClients.h"
#include "Benches.h"
#include "SoundCard.h"
#include "Statistics.h"
#include "StubBridges.h"
#include "StubService.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <sys/resource.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace parley::bench
{
namespace
{

double cpuSeconds(int who)
{
    rusage used{};
    ::getrusage(who, &used);
    const auto seconds = [](const timeval& time)
    { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double residentKilobytes()
{
    std::ifstream file("/proc/self/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

/// 20 ms of speech: 960 bytes as base64, the event around them, the head of the frame.
constexpr std::size_t bytesOfMessage = 1280 + 48 + 8;
constexpr double messagesASecond = 50;

struct Busy
{
    double cpuOfSession = 0; ///< Share of one core, for what was due in real time.
    double realTime = 0;     ///< How much of the speech that was due reached the other end.
    double hostShare = 0;    ///< How much of it the audio thread took.
    std::uint64_t underruns = 0;
};

constexpr std::size_t busySessions = 200;

/// Speech going up and coming down all the time.
Busy runBusy(int rate, std::chrono::seconds duration)
{
    constexpr auto count = static_cast<double>(busySessions);
    StubService stub;
    StubBridges bridges(stub, role::speak, busySessions, rate);
    std::atomic<double> hostCpu{0};
    const SoundCard card(10ms,
                         [&]
                         {
                             bridges.process(rate / 100);
                             hostCpu.store(cpuSeconds(RUSAGE_THREAD));
                         });
    std::this_thread::sleep_for(2s);
    const auto underrunsBefore = bridges.underruns();
    const auto hostBefore = hostCpu.load();
    const auto bytesBefore = stub.receivedBytes();
    const auto cpuBefore = cpuSeconds(RUSAGE_SELF);
    const auto began = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(duration);
    const auto cpu = cpuSeconds(RUSAGE_SELF) - cpuBefore;
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    const auto due = wall.count() * count * messagesASecond * static_cast<double>(bytesOfMessage);
    const auto realTime = static_cast<double>(stub.receivedBytes() - bytesBefore) / due;
    return {cpu / wall.count() / count / realTime, realTime, (hostCpu.load() - hostBefore) / cpu,
            bridges.underruns() - underrunsBefore};
}

void measureCpu(Figures& figures)
{
    const auto duration = figures.isQuick() ? 6s : 60s;
    const auto resampled = runBusy(48000, duration);
    figures.add("sessions.at_one_core", 1 / resampled.cpuOfSession, "sessions");
    figures.add("sessions.host_thread_share", resampled.hostShare, "of the CPU time");
    const auto direct = runBusy(24000, duration);
    figures.add("sessions.cpu_s_per_session_minute", direct.cpuOfSession * 60, "s");
    const StubService stub;
    figures.add("sessions.cpu_s_per_session_minute_sockets",
                BareClients(stub, busySessions).cpuSecondsOfMinute(bytesOfMessage, duration), "s");
    figures.add("sessions.real_time", std::min(resampled.realTime, direct.realTime), "of the speech due");
    figures.add("sessions.underruns", static_cast<double>(resampled.underruns + direct.underruns), "underruns");
}

void measureMemory(Figures& figures)
{
    constexpr std::size_t count = 100;
    StubService stub;
    const StubBridges first(stub, role::idle, 1, 48000);
    const auto before = residentKilobytes();
    StubBridges bridges(stub, role::idle, count, 48000);
    {
        // Long enough to go around each fifo.
        const SoundCard card(10ms, [&] { bridges.process(480); });
        std::this_thread::sleep_for(4s);
    }
    figures.add("sessions.kb_each", (residentKilobytes() - before) / count, "KB");
}

/// When each bridge began to sound, in blocks of one millisecond.
class Onsets
{
public:
    explicit Onsets(StubBridges& heard)
        : bridges(heard)
        , times(heard.size())
        , card(1ms, [this] { listen(); })
    {
    }

    void forget()
    {
        const std::scoped_lock lock(mutex);
        std::fill(times.begin(), times.end(), 0);
    }

    [[nodiscard]] std::vector<std::int64_t> all()
    {
        const std::scoped_lock lock(mutex);
        return times;
    }

private:
    void listen()
    {
        const auto now = steadyNanoseconds();
        bridges.process(48);
        const std::scoped_lock lock(mutex);
        for (std::size_t i = 0; i < times.size(); ++i)
            if (bridges.isSounding(i) && times[i] == 0)
                times[i] = now;
    }

    StubBridges& bridges;
    std::mutex mutex;
    std::vector<std::int64_t> times;
    SoundCard card; ///< Last: it ends before what it uses.
};

void measureBurst(Figures& figures)
{
    constexpr std::size_t count = 100;
    StubService stub;
    StubBridges bridges(stub, role::burst, count, 48000);
    Onsets onsets(bridges);
    std::vector<double> all;
    for (int round = 0; round < (figures.isQuick() ? 5 : 50); ++round)
    {
        std::this_thread::sleep_for(500ms);
        onsets.forget();
        const auto sent = stub.burst(count);
        std::this_thread::sleep_for(1500ms);
        const auto heard = onsets.all();
        for (std::size_t i = 0; i < count; ++i)
            if (heard[i] != 0)
                all.push_back(static_cast<double>(heard[i] - sent[i]) / 1e6);
    }
    figures.add("sessions.burst_p99_ms", quantile(all, 0.99), "ms");
    figures.add("sessions.burst_median_ms", median(all), "ms");
    figures.add("sessions.burst_answers", static_cast<double>(all.size()), "answers");
}

} // namespace

void sessionsBench(Figures& figures)
{
    measureMemory(figures);
    measureCpu(figures);
    measureBurst(figures);
}

} // namespace parley::bench
