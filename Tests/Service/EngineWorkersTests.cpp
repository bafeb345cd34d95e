// SPDX-License-Identifier: Apache-2.0
#include "Service/EngineWorkers.h"

#include <catch2/catch.hpp>

#include <latch>
#include <optional>
#include <utility>

using namespace parley;
using namespace parley::service;

namespace
{

/// Tells that it listens, and does so until it may end.
class HeldRecogniser : public SpeechRecogniser
{
public:
    HeldRecogniser(std::latch& begun, std::latch& release)
        : hasBegun(begun)
        , mayEnd(release)
    {
    }

    Result<std::vector<TimedWord>> recogniseWords(std::span<const std::int16_t>, const std::vector<std::string>&,
                                                  std::stop_token) override
    {
        if (!std::exchange(isLater, true))
            hasBegun.count_down();
        mayEnd.wait();
        return std::vector<TimedWord>{{"heard"}};
    }

private:
    std::latch& hasBegun;
    std::latch& mayEnd;
    bool isLater = false;
};

EngineJob speechOf(std::chrono::minutes duration)
{
    const auto samples = static_cast<std::size_t>(duration.count()) * 60 * 24000;
    return {1, RecogniseJob{std::vector<std::int16_t>(samples)}};
}

} // namespace

TEST_CASE("speech that waits to be recognised is bounded, and what is too much is refused at once")
{
    std::latch begun(1);
    std::latch release(1);
    auto workers = EngineWorkers::start(1,
                                        [&]() -> Result<Engines>
                                        {
                                            Engines engines;
                                            engines.recogniser = std::make_unique<HeldRecogniser>(begun, release);
                                            return engines;
                                        });
    REQUIRE(workers);
    const std::stop_source stop;
    std::latch answered(4);
    const auto count = [&](const EngineResult&) { answered.count_down(); };
    workers.value()->submit({1, RecogniseJob{}}, stop.get_token(), count);
    begun.wait();
    for (int i = 0; i < 3; ++i)
        workers.value()->submit(speechOf(std::chrono::minutes(10)), stop.get_token(), count);
    CHECK(workers.value()->refusedJobs() == 0);
    std::optional<EngineResult> refused;
    workers.value()->submit(speechOf(std::chrono::minutes(1)), stop.get_token(),
                            [&](EngineResult result) { refused = std::move(result); });
    REQUIRE(refused.has_value());
    CHECK(std::get<Error>(*refused).code == ErrorCode::queueFull);
    CHECK(workers.value()->refusedJobs() == 1);
    release.count_down();
    answered.wait();
}
