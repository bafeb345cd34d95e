// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Handshake.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

const Handshake::Time start{};

wire::ServerError refusal(std::string eventId, std::string param)
{
    return {"invalid_request_error", "unknown_parameter", "no", std::move(param), std::move(eventId)};
}

} // namespace

TEST_CASE("the settings go out once, however often the service begins a session")
{
    Handshake handshake;
    CHECK_FALSE(handshake.created(start));
    handshake.opened(start);
    CHECK(handshake.created(start));
    CHECK_FALSE(handshake.created(start));
    CHECK(handshake.updated());
    CHECK_FALSE(handshake.updated());
    CHECK_FALSE(handshake.deadline());
}

TEST_CASE("each wait of the handshake has its deadline")
{
    Handshake handshake;
    handshake.opened(start);
    CHECK(handshake.deadline() == start + Handshake::createdDeadline);
    CHECK_FALSE(handshake.expire(start + 9s));
    CHECK(handshake.created(start + 9s));
    CHECK(handshake.deadline() == start + 9s + Handshake::updatedDeadline);
    CHECK(handshake.expire(start + 14s) == Handshake::Stage::awaitsUpdated);
    CHECK_FALSE(handshake.expire(start + 60s));
    CHECK_FALSE(handshake.updated());
}

TEST_CASE("only an error about the settings ends the wait for them")
{
    Handshake handshake;
    handshake.opened(start);
    REQUIRE(handshake.created(start));
    CHECK_FALSE(handshake.refusedBy(refusal("another_event", "session.voice")));
    CHECK_FALSE(handshake.refusedBy(refusal("", "item.id")));
    CHECK(handshake.refusedBy(refusal("", "session.voice")));
    CHECK_FALSE(handshake.refusedBy(refusal(Handshake::updateId, "")));
}
