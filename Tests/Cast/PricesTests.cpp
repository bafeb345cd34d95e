// SPDX-License-Identifier: Apache-2.0
#include "Cast/CastFile.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::cast;

namespace
{

const std::string agent = R"("agents": [{"name": "Ada"}])";

realtime::Usage usage()
{
    realtime::Usage used;
    used.inputTokens = 3'000'000;
    used.inputTextTokens = 1'000'000;
    used.inputAudioTokens = 2'000'000;
    used.outputTokens = 1'500'000;
    used.outputTextTokens = 500'000;
    used.outputAudioTokens = 1'000'000;
    return used;
}

} // namespace

TEST_CASE("a conversation costs what its tokens cost, each kind at its price", "[cast]")
{
    const Prices prices{"USD", 4, 32, 0.4, 16, 64};
    CHECK(prices.costOf({}) == 0);
    CHECK(prices.costOf(usage()) == Approx(1 * 4 + 2 * 32 + 0.5 * 16 + 1 * 64));
}

TEST_CASE("what the service still knew of the input costs what is cached costs", "[cast]")
{
    const Prices prices{"USD", 4, 32, 0.4, 16, 64};
    auto used = usage();
    used.cachedTokens = 1'500'000;
    CHECK(prices.costOf(used) == Approx((1 * 4 + 2 * 32) * 0.5 + 1.5 * 0.4 + 0.5 * 16 + 1 * 64));
}

TEST_CASE("tokens of no kind that the service names count as text", "[cast]")
{
    const Prices prices{"USD", 4, 32, 0.4, 16, 64};
    realtime::Usage used;
    used.inputTokens = 1'000'000;
    CHECK(prices.costOf(used) == Approx(4));
}

TEST_CASE("an agents file says what tokens cost, and cached input costs as text does where it says nothing of it",
          "[cast]")
{
    const auto read = parseCast(R"({"prices": {"currency": "USD", "text_input": 4, "audio_input": 32,
        "text_output": 16, "audio_output": 64}, )" +
                                    agent + "}",
                                "agents.json");
    REQUIRE(read);
    CHECK(read.value().prices == Prices{"USD", 4, 32, 4, 16, 64});
    const auto none = parseCast("{" + agent + "}", "agents.json");
    REQUIRE(none);
    CHECK_FALSE(none.value().prices);
}
