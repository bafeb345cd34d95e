// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/OutOfBand.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::Json;

namespace
{

wire::ResponseCreated created(const std::string& id, const Json& response)
{
    return {id, response};
}

} // namespace

TEST_CASE("a response beside the conversation says so and is known by its tag", "[beside]")
{
    OutOfBand beside;
    const auto event = beside.request({{"input", Json::array()}, {"metadata", {{"topic", "x"}}}}, "tag1");
    const auto json = Json::parse(wire::serialize(event));
    CHECK(json.at("event_id") == "tag1");
    CHECK(json.at("response").at("conversation") == "none");
    CHECK(json.at("response").at("metadata").at("topic") == "x");
    CHECK(beside.created(created("r1", {{"metadata", json.at("response").at("metadata")}})));
    CHECK(beside.holds("r1"));
    CHECK(beside.requestOf("r1") == "tag1");
    CHECK_FALSE(beside.holds("r2"));
    CHECK(beside.requestOf("r2").empty());
}

TEST_CASE("a response without a conversation is beside it, whoever asked", "[beside]")
{
    OutOfBand beside;
    CHECK(beside.created(created("r1", {{"conversation_id", nullptr}})));
    CHECK(beside.requestOf("r1").empty());
    CHECK_FALSE(beside.created(created("r2", {{"conversation_id", "conv"}})));
    CHECK_FALSE(beside.created(created("r3", Json::object())));
    CHECK_FALSE(beside.created(created("r4", nullptr)));
}

TEST_CASE("a refused request is not waited for, and a tag serves once", "[beside]")
{
    OutOfBand beside;
    const auto asked = std::get<wire::ResponseCreate>(beside.request(nullptr, "t").body).response;
    const Json echo = {{"metadata", asked.at("metadata")}};
    beside.refused("t");
    CHECK_FALSE(beside.created(created("r1", echo)));
    static_cast<void>(beside.request(nullptr, "t"));
    CHECK(beside.created(created("r2", echo)));
    CHECK_FALSE(beside.created(created("r3", echo)));
}
