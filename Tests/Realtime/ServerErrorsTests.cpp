// SPDX-License-Identifier: Apache-2.0
#include "Realtime/ServerErrors.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

TEST_CASE("each kind of refusal is told apart, by code, type, parameter or words")
{
    struct Case
    {
        wire::ServerError error;
        ErrorCode expected;
    };
    const std::vector<Case> cases = {
        {{"insufficient_quota", "insufficient_quota", "You exceeded your current quota", "", ""},
         ErrorCode::quotaExceeded},
        {{"", "", "You exceeded your current quota, please check your plan", "", ""}, ErrorCode::quotaExceeded},
        {{"requests", "rate_limit_exceeded", "Slow down", "", ""}, ErrorCode::rateLimited},
        {{"invalid_request_error", "invalid_api_key", "Incorrect", "", ""}, ErrorCode::unauthorized},
        {{"invalid_request_error", "", "Missing bearer or basic authentication in header", "", ""},
         ErrorCode::unauthorized},
        {{"invalid_request_error", "model_not_found", "no", "", ""}, ErrorCode::modelUnavailable},
        {{"invalid_request_error", "invalid_model", "no", "", ""}, ErrorCode::modelUnavailable},
        {{"", "unsupported_country_region_territory", "no", "", ""}, ErrorCode::forbidden},
        {{"server_error", "", "The server had an error", "", ""}, ErrorCode::upstreamServerError},
        {{"", "session_expired", "60 minutes", "", ""}, ErrorCode::sessionExpired},
        {{"", "unknown_parameter", "Unknown parameter: 'session.foo'", "session.foo", ""},
         ErrorCode::protocolIncompatible},
        {{"", "invalid_value", "no", "response.output_modalities", ""}, ErrorCode::protocolIncompatible},
        {{"", "beta_api_shape_disabled", "no", "", ""}, ErrorCode::protocolIncompatible},
        {{"", "invalid_value", "Invalid value", "item.id", ""}, ErrorCode::requestRejected},
    };
    for (const auto& [error, expected] : cases)
    {
        INFO(error.code << " " << error.message);
        CHECK(toString(classify(error)) == toString(expected));
        CHECK_FALSE(errorFrom(error).message.empty());
    }
}

TEST_CASE("a session id is found in the words of an error")
{
    CHECK(sessionIdIn("Contact us with sess_C9CiUVUz. Thanks") == "sess_C9CiUVUz");
    CHECK(sessionIdIn("no id, and sess_ alone is none").empty());
}
