// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpRetry.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace std::chrono_literals;

namespace
{

Error error(ErrorCode code, std::optional<std::chrono::seconds> retryAfter = {})
{
    Error made{code, "Words."};
    made.retryAfter = retryAfter;
    return made;
}

} // namespace

TEST_CASE("what passes by itself is asked again after growing waits, and not for ever")
{
    net::HttpRetry retry({});
    CHECK(retry.next(error(ErrorCode::upstreamServerError), 1.0) == 500ms);
    CHECK(retry.next(error(ErrorCode::rateLimited), 1.0) == 1000ms);
    CHECK_FALSE(retry.next(error(ErrorCode::rateLimited), 1.0));
}

TEST_CASE("clients that were refused together do not come back together")
{
    CHECK(net::HttpRetry({}).next(error(ErrorCode::rateLimited), 0.0) == 250ms);
    CHECK(net::HttpRetry({}).next(error(ErrorCode::rateLimited), 0.5) == 375ms);
}

TEST_CASE("a service is not asked before the time it names, nor made to be waited for too long")
{
    CHECK(net::HttpRetry({}).next(error(ErrorCode::rateLimited, 3s), 0.0) == 3s);
    CHECK_FALSE(net::HttpRetry({}).next(error(ErrorCode::rateLimited, 9s), 0.0));
}

TEST_CASE("what does not pass by itself is told at once")
{
    for (const auto code : {ErrorCode::quotaExceeded, ErrorCode::unauthorized, ErrorCode::modelUnavailable,
                            ErrorCode::connectFailed, ErrorCode::timeout})
        CHECK_FALSE(net::HttpRetry({}).next(error(code), 0.0));
}
