// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/CapabilityFilter.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::Json;

namespace
{

/// What becomes of a frame; null when it is not sent.
Json sent(CapabilityFilter& filter, wire::ClientEvent event)
{
    const auto taken = filter.filtered(std::move(event));
    return taken ? Json::parse(wire::serialize(*taken)) : Json(nullptr);
}

Json sent(Capabilities capabilities, wire::ClientEvent event)
{
    CapabilityFilter filter(capabilities);
    return sent(filter, std::move(event));
}

} // namespace

TEST_CASE("a service that can do everything gets everything as it is", "[capabilities]")
{
    CapabilityFilter filter({});
    CHECK(sent(filter, {wire::ResponseCancel{"r"}, {}}).at("response_id") == "r");
    CHECK(sent(filter, {wire::ItemTruncate{"i", 0, 5}, {}}).at("audio_end_ms") == 5);
    CHECK(filter.hears());
    CHECK(filter.warnings().empty());
}

TEST_CASE("what a service lacks is never sent to it", "[capabilities]")
{
    CHECK(sent({.cancel = false}, {wire::ResponseCancel{"r"}, {}}).is_null());
    CHECK(sent({.truncate = false}, {wire::ItemTruncate{"i", 0, 5}, {}}).is_null());
    CHECK(sent({.truncate = false}, {wire::ItemTruncate{"i", 0, 0}, {}}) ==
          Json::parse(R"({"type":"conversation.item.delete","item_id":"i"})"));
}

TEST_CASE("without semantic_vad turns end at a silence, with the same say over answers", "[capabilities]")
{
    CapabilityFilter filter({.semanticVad = false});
    wire::SessionConfig config;
    config.turnDetection = wire::TurnDetection(wire::SemanticVad{wire::Eagerness::low, false, true});
    const auto update = sent(filter, {wire::SessionUpdate{config}, {}});
    CHECK(update.at("session").at("audio").at("input").at("turn_detection") ==
          Json::parse(R"({"type":"server_vad","create_response":false,"interrupt_response":true})"));
    CHECK(filter.warnings().size() == 1);
    sent(filter, {wire::SessionUpdate{config}, {}});
    CHECK(filter.warnings().empty());
    config.turnDetection = wire::TurnDetection(wire::ServerVad{});
    CHECK(sent(filter, {wire::SessionUpdate{config}, {}}) ==
          Json::parse(wire::serialize({wire::SessionUpdate{config}, {}})));
}

TEST_CASE("without tools none are offered, not even by a response of its own", "[capabilities]")
{
    CapabilityFilter filter({.tools = false});
    wire::SessionConfig config;
    config.tools = std::vector<Json>{{{"type", "function"}, {"name", "f"}}};
    config.toolChoice = wire::ToolUse::required;
    const auto update = sent(filter, {wire::SessionUpdate{config}, {}}).at("session");
    CHECK_FALSE(update.contains("tools"));
    CHECK_FALSE(update.contains("tool_choice"));
    CHECK(filter.warnings().size() == 1);
    const auto create = sent(filter, {wire::ResponseCreate{{{"tools", Json::array()}, {"instructions", "x"}}}, {}});
    CHECK(create.at("response") == Json::parse(R"({"instructions":"x"})"));
}

TEST_CASE("without audio answers are text, and the microphone stays here", "[capabilities]")
{
    CapabilityFilter filter({.audio = false});
    wire::SessionConfig config;
    config.voice = "marin";
    const auto update = sent(filter, {wire::SessionUpdate{config}, {}}).at("session");
    CHECK(update.at("output_modalities") == Json::array({"text"}));
    CHECK_FALSE(update.at("audio").at("output").contains("voice"));
    CHECK_FALSE(filter.hears());
    CHECK_FALSE(filter.hears());
    CHECK(filter.warnings().size() == 2);
}
