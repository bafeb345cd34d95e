// SPDX-License-Identifier: Apache-2.0
// The guard itself: what it must catch, so that its silence means something.
#include "Support/RealtimeGuard.h"
#include "Support/Skip.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <semaphore.h>
#include <shared_mutex>
#include <sys/syscall.h>
#include <unistd.h>

using namespace parley::test;

namespace
{

/// Keeps the compiler from seeing through a pointer, or a pair of new and delete would be left out.
template <typename T>
T* opaque(T* pointer)
{
    asm volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

} // namespace

TEST_CASE("the guard lets arithmetic and the clock pass")
{
    std::chrono::steady_clock::time_point now;
    const auto report = runUnderRealtimeRules([&] { now = std::chrono::steady_clock::now(); });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(now.time_since_epoch().count() != 0);
}

TEST_CASE("the guard catches memory taken and given back, in C and in C++")
{
    const auto inC = runUnderRealtimeRules([] { std::free(opaque(std::malloc(10))); });
    CHECK(inC.count == 2);
    CHECK(inC.tells("malloc"));
    CHECK(inC.tells("free"));
    const auto inCpp = runUnderRealtimeRules([] { delete opaque(new int(1)); });
    CHECK(inCpp.tells("malloc"));
    CHECK(inCpp.tells("free"));
    const auto aligned = runUnderRealtimeRules(
        []
        {
            void* memory = nullptr;
            if (posix_memalign(&memory, 64, 64) == 0)
                std::free(opaque(memory));
            std::free(opaque(std::aligned_alloc(64, 64)));
            std::free(std::realloc(opaque(std::calloc(2, 8)), 64));
        });
    for (const auto* name : {"posix_memalign", "aligned_alloc", "calloc", "realloc"})
        CHECK(aligned.tells(name));
    CHECK(runUnderRealtimeRules([] { std::vector<int>(100).swap(*opaque(new std::vector<int>)); }).count >= 2);
}

TEST_CASE("the guard catches every kind of lock")
{
    std::mutex mutex;
    CHECK(runUnderRealtimeRules([&] { const std::scoped_lock lock(mutex); }).count == 2);
    CHECK(runUnderRealtimeRules([&] { mutex.try_lock() ? mutex.unlock() : void(); }).tells("pthread_mutex_trylock"));
    std::shared_mutex shared;
    CHECK(runUnderRealtimeRules([&] { const std::shared_lock lock(shared); }).tells("pthread_rwlock_rdlock"));
    CHECK(runUnderRealtimeRules([&] { const std::unique_lock lock(shared); }).tells("pthread_rwlock_wrlock"));
    std::condition_variable condition;
    CHECK(runUnderRealtimeRules([&] { condition.notify_one(); }).tells("pthread_cond_signal"));
    const auto waited = runUnderRealtimeRules(
        [&]
        {
            std::unique_lock lock(mutex);
            condition.wait_for(lock, std::chrono::milliseconds(1));
        });
    CHECK(waited.tells("pthread_cond_clockwait"));
    pthread_spinlock_t spin;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    CHECK(runUnderRealtimeRules([&] { pthread_spin_lock(&spin), pthread_spin_unlock(&spin); }).count == 2);
    sem_t semaphore;
    sem_init(&semaphore, 0, 1);
    CHECK(runUnderRealtimeRules([&] { sem_wait(&semaphore), sem_post(&semaphore); }).count >= 2);
}

TEST_CASE("the guard catches system calls, which work all the same")
{
    pid_t parent = 0;
    const auto report = runUnderRealtimeRules([&] { parent = getppid(); });
    if (!report.watchesSystemCalls)
        PARLEY_SKIP("this kernel or processor has no system call filter for us");
    CHECK(report.count == 1);
    CHECK(report.tells("system call " + std::to_string(SYS_getppid)));
    CHECK(parent == getppid());
    const auto written = runUnderRealtimeRules([] { CHECK_FALSE(write(-1, "x", 1) == 1); });
    CHECK(written.tells("system call " + std::to_string(SYS_write)));
    const auto slept = runUnderRealtimeRules(
        []
        {
            const timespec little{0, 1000};
            nanosleep(&little, nullptr);
        });
    CHECK(slept.tells("system call " + std::to_string(SYS_clock_nanosleep)));
}

TEST_CASE("the guard does not blame the body for its warm-up")
{
    const auto report = runUnderRealtimeRules([] { std::free(opaque(std::malloc(10))); }, [] {});
    CHECK(report.isClean());
}

TEST_CASE("the guard tells memory, locks and system calls apart")
{
    std::mutex mutex;
    const auto report = runUnderRealtimeRules(
        [&]
        {
            std::free(opaque(std::malloc(10)));
            std::free(opaque(std::malloc(10)));
            mutex.lock();
            mutex.unlock();
            static_cast<void>(getppid());
        });
    CHECK(report.allocations == 4);
    CHECK(report.locks == 2);
    CHECK(report.systemCalls == (report.watchesSystemCalls ? 1U : 0U));
    CHECK(report.count == report.allocations + report.locks + report.systemCalls);
}

TEST_CASE("the guard counts beyond what it keeps, tells where, and passes exceptions on")
{
    const auto report = runUnderRealtimeRules(
        []
        {
            for (int i = 0; i < 100; ++i)
                std::free(opaque(std::malloc(10)));
        });
    CHECK(report.count == 200);
    CHECK(report.violations.size() < 200);
    CHECK(report.violations.front().backtrace.size() > 2);
    CHECK(report.describe().find("malloc, called from") != std::string::npos);
    CHECK_THROWS_AS(runUnderRealtimeRules([] { throw 1; }), int);
}
