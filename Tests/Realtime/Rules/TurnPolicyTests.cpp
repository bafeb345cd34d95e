// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/TurnPolicy.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

namespace
{

TurnPolicy of(const char* session)
{
    return TurnPolicy::fromSession(wire::Json::parse(session));
}

} // namespace

TEST_CASE("without turn detection the service does nothing by itself")
{
    const auto policy = of(R"({"audio":{"input":{"turn_detection":null}}})");
    CHECK_FALSE(policy.detectsTurns);
    CHECK_FALSE(policy.createsResponse);
    CHECK_FALSE(policy.interruptsResponse);
}

TEST_CASE("what the service says about turns is followed, the rest stays at its defaults")
{
    const auto policy = of(R"({"audio":{"input":{"turn_detection":{"type":"semantic_vad","create_response":false}}}})");
    CHECK(policy.detectsTurns);
    CHECK_FALSE(policy.createsResponse);
    CHECK(policy.interruptsResponse);
}

TEST_CASE("fields of another type than the schema's do no harm")
{
    for (const auto* odd : {"5", "[]", R"({"audio":[1]})", R"({"audio":{"input":"x"}})",
                            R"({"audio":{"input":{"turn_detection":"server_vad"}}})",
                            R"({"audio":{"input":{"turn_detection":{"create_response":"yes"}}}})"})
        CHECK(of(odd).createsResponse);
}

TEST_CASE("a transcription session is never asked for an answer")
{
    const auto policy = of(R"({"type":"transcription","audio":{"input":{"turn_detection":{"type":"server_vad"}}}})");
    CHECK(policy.detectsTurns);
    CHECK_FALSE(policy.answers);
    CHECK_FALSE(policy.createsResponse);
    CHECK_FALSE(of(R"({"type":"transcription","audio":{"input":{"turn_detection":null}}})").answers);
}
