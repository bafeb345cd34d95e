// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/OfflineNotice.h"

#include <catch2/catch.hpp>

using parley::bridge::OfflineNotice;

TEST_CASE("why the agent is silent offline is told once for each time the host goes there")
{
    OfflineNotice notice;
    CHECK_FALSE(notice.look(false));
    for (int turn = 0; turn < 2; ++turn)
    {
        const auto told = notice.look(true);
        REQUIRE(told);
        CHECK(told->where == "offline");
        CHECK(told->message.find("Play in real time") != std::string::npos);
        CHECK_FALSE(notice.look(true));
        CHECK_FALSE(notice.look(false));
    }
}
