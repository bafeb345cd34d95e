// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/ReconnectLadder.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

using Time = ReconnectLadder::Time;
const Error lostConnection{ErrorCode::closedByServer, "Lost.", "read"};

/// Connected at 0 s and lost one second later.
ReconnectLadder connectedLadder(ReconnectSettings settings = {}, std::uint64_t seed = 1)
{
    ReconnectLadder ladder(settings, seed);
    ladder.connected(Time(0s));
    return ladder;
}

} // namespace

TEST_CASE("each wait is drawn from nothing to the length of its step, and the last step repeats for ever",
          "[reconnect]")
{
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
    {
        auto ladder = connectedLadder({}, seed);
        for (std::size_t attempt = 0; attempt < 40; ++attempt)
        {
            const auto wait = ladder.lost(lostConnection, Time(1s));
            REQUIRE(wait);
            CHECK(*wait >= 0ms);
            CHECK(*wait <= ReconnectLadder::steps[std::min<std::size_t>(attempt, 6)]);
            CHECK(ladder.attempt() == static_cast<int>(attempt) + 1);
        }
    }
}

TEST_CASE("the waits of many clients are spread over the whole step", "[reconnect]")
{
    int early = 0;
    constexpr int clients = 400;
    for (std::uint64_t seed = 1; seed <= clients; ++seed)
        early += connectedLadder({}, seed).lost(lostConnection, Time(1s)) < 250ms ? 1 : 0;
    CHECK(early > clients / 3);
    CHECK(early < clients * 2 / 3);
}

TEST_CASE("a connection that was good for a minute begins the ladder anew, a shorter one does not", "[reconnect]")
{
    auto ladder = connectedLadder();
    for (int i = 0; i < 5; ++i)
        REQUIRE(ladder.lost(lostConnection, Time(1s)));
    ladder.connected(Time(100s));
    REQUIRE(ladder.lost(lostConnection, Time(159s)));
    CHECK(ladder.attempt() == 6);
    ladder.connected(Time(200s));
    REQUIRE(ladder.lost(lostConnection, Time(260s)));
    CHECK(ladder.attempt() == 1);
}

TEST_CASE("faults of the way are met again, those of key, account, model, settings or certificate are not",
          "[reconnect]")
{
    const auto isMetAgain = [](ErrorCode code) {
        return connectedLadder().lost(Error{code, "x", {}}, Time(1s)).has_value();
    };
    for (const auto code :
         {ErrorCode::dnsFailed, ErrorCode::connectFailed, ErrorCode::timeout, ErrorCode::closedByServer,
          ErrorCode::upstreamServerError, ErrorCode::rateLimited, ErrorCode::sessionExpired, ErrorCode::upgradeRejected,
          ErrorCode::helperNotStarted, ErrorCode::queueFull, ErrorCode::internal})
    {
        INFO(toString(code));
        CHECK(isMetAgain(code));
    }
    for (const auto code :
         {ErrorCode::cancelled, ErrorCode::unauthorized, ErrorCode::forbidden, ErrorCode::quotaExceeded,
          ErrorCode::modelUnavailable, ErrorCode::protocolIncompatible, ErrorCode::tlsFailed, ErrorCode::caFileInvalid,
          ErrorCode::noApiKey, ErrorCode::invalidArgument, ErrorCode::updateRejected, ErrorCode::helperNotFound})
    {
        INFO(toString(code));
        CHECK_FALSE(isMetAgain(code));
    }
}

TEST_CASE("before there ever was a session a fault is told at once, unless waiting is asked for", "[reconnect]")
{
    CHECK_FALSE(ReconnectLadder({}, 1).lost(lostConnection, Time(1s)));
    ReconnectLadder patient({.isOn = true, .mostAttempts = {}, .retriesFirst = true}, 1);
    CHECK(patient.lost(lostConnection, Time(1s)));
    CHECK_FALSE(patient.lost(Error{ErrorCode::upgradeRejected, "404", {}}, Time(1s)));
}

TEST_CASE("the ladder ends after the attempts that were allowed, and can be switched off", "[reconnect]")
{
    auto ladder = connectedLadder({.isOn = true, .mostAttempts = 2});
    CHECK(ladder.lost(lostConnection, Time(1s)));
    CHECK(ladder.lost(lostConnection, Time(1s)));
    CHECK_FALSE(ladder.lost(lostConnection, Time(1s)));
    CHECK_FALSE(connectedLadder({.isOn = false}).lost(lostConnection, Time(1s)));
}

TEST_CASE("a service that asks for a pause gets it, within reason", "[reconnect]")
{
    Error limited{ErrorCode::rateLimited, "Slow down.", "upgrade"};
    limited.retryAfter = 20s;
    const auto wait = connectedLadder().lost(limited, Time(1s));
    REQUIRE(wait);
    CHECK(*wait >= 20s);
    CHECK(*wait <= 20s + ReconnectLadder::steps[0]);
    limited.retryAfter = 24h;
    CHECK(connectedLadder().lost(limited, Time(1s)) <= ReconnectLadder::longestRetryAfter + ReconnectLadder::steps[0]);
}

TEST_CASE("a session that reached the service's limit goes on at once", "[reconnect]")
{
    CHECK(connectedLadder().lost(Error{ErrorCode::sessionExpired, "Over.", {}}, Time(3600s)) == 0ms);
}
