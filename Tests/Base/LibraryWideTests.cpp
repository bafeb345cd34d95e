// SPDX-License-Identifier: Apache-2.0
#include "Base/Detail/LibraryWide.h"
#include "Base/Executor.h"

#include <catch2/catch.hpp>

#include <array>
#include <thread>
#include <vector>

using namespace parley;

namespace
{

struct Counted
{
    static inline std::atomic<int> living{0};
    Counted() { ++living; }
    ~Counted() { --living; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
};

} // namespace

TEST_CASE("what is there once for the library is made once, and goes with it")
{
    {
        LibraryWide<Counted> shared;
        CHECK(Counted::living == 0);
        std::array<const Counted*, 8> seen{};
        std::vector<std::thread> threads;
        threads.reserve(seen.size());
        for (auto& one : seen)
            threads.emplace_back([&shared, &one] { one = &shared.get(); });
        for (auto& thread : threads)
            thread.join();
        for (const auto* one : seen)
            CHECK(one == &shared.get());
        CHECK(Counted::living == 1);
    }
    CHECK(Counted::living == (doesAnExecutorLive() ? 1 : 0));
}

TEST_CASE("an executor lives while somebody uses it")
{
    const auto executor = Executor::shared();
    CHECK(doesAnExecutorLive());
}
