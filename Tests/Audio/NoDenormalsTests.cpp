// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/NoDenormals.h"
#include "Support/Skip.h"

#include <limits>

using parley::audio::NoDenormals;

namespace
{

float halved(float number)
{
    volatile float value = number;
    value = value * 0.5F;
    return value;
}

constexpr float smallest = std::numeric_limits<float>::min();

} // namespace

TEST_CASE("numbers too small to hear are zero within the scope, and what they were after it")
{
#if !defined(__SSE2__) && !defined(__aarch64__)
    PARLEY_SKIP("this processor has no mode for it that is known here");
#endif
    REQUIRE(halved(smallest) > 0.0F);
    {
        const NoDenormals outer;
        CHECK(halved(smallest) == 0.0F);
        {
            const NoDenormals inner;
        }
        CHECK(halved(smallest) == 0.0F);
        CHECK(halved(4 * smallest) == 2 * smallest);
    }
    CHECK(halved(smallest) > 0.0F);
}
