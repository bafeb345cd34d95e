// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CastDocument.h"
#include "Plugin/FactoryCasts.h"
#include "Plugin/ParameterValues.h"

#include <catch2/catch.hpp>

using namespace parley::plugin;

namespace
{

const std::string two = R"({
  "first": "Byron",
  "session": { "speed": 0.9 },
  "agents": [
    { "name": "Ada", "instructions": ["You are Ada.", "Be brief."], "voice": "sage",
      "tools": [ { "kind": "midi", "name": "bell", "description": "Rings.", "message": "note_on", "needs_approval": true } ],
      "handoffs": [ { "agent": "Byron", "description": "For verses." } ] },
    { "name": "Byron", "handoffs": ["Ada"], "greeting": "Good evening." }
  ]
})";

} // namespace

TEST_CASE("a cast shows who is in it, what they can do and whom they hand over to")
{
    REQUIRE(castdocument::check(two, "two.json"));
    const auto agents = castdocument::agentsOf(two);
    REQUIRE(agents.size() == 2);
    CHECK(agents[0] ==
          AgentCard{"Ada", "You are Ada.\nBe brief.", "sage", "", {{"bell", "midi", "Rings.", true}}, {"Byron"}});
    CHECK(agents[1].greeting == "Good evening.");
    CHECK(agents[1].instructions == parley::realtime::Agent{}.instructions);
    CHECK(castdocument::firstOf(two) == "Byron");
}

TEST_CASE("one thing of a cast is changed, and all else stays")
{
    auto text = castdocument::withInstructions(two, "Byron", "Speak in verse.\n\"Always\".");
    REQUIRE(text);
    text = castdocument::withVoice(text.value(), "Byron", "verse");
    REQUIRE(text);
    text = castdocument::withGreeting(text.value(), "Byron", "");
    REQUIRE(text);
    text = castdocument::withFirst(text.value(), "Ada");
    REQUIRE(text);
    const auto agents = castdocument::agentsOf(text.value());
    CHECK(agents[0] == castdocument::agentsOf(two)[0]);
    CHECK(agents[1].instructions == "Speak in verse.\n\"Always\".");
    CHECK(agents[1].voice == "verse");
    CHECK(agents[1].greeting.empty());
    CHECK(castdocument::firstOf(text.value()) == "Ada");
    const auto checked = castdocument::check(text.value(), "two.json");
    REQUIRE(checked);
    CHECK(checked.value().session.speed == 0.9);
    const auto back = castdocument::withVoice(text.value(), "Byron", "");
    REQUIRE(back);
    CHECK(castdocument::agentsOf(back.value())[1].voice.empty());
}

TEST_CASE("handoffs and approvals are changed, and what is said about those that stay stays")
{
    const auto none = castdocument::withHandoffs(two, "Byron", {});
    REQUIRE(none);
    CHECK(castdocument::agentsOf(none.value())[1].handoffs.empty());
    const auto same = castdocument::withHandoffs(two, "Ada", {"Byron"});
    REQUIRE(same);
    CHECK(same.value().find("For verses.") != std::string::npos);
    CHECK_FALSE(castdocument::withHandoffs(two, "Ada", {"Nobody"}));
    const auto free = castdocument::withApproval(two, "Ada", "bell", false);
    REQUIRE(free);
    CHECK_FALSE(castdocument::agentsOf(free.value())[0].tools[0].needsApproval);
    const auto asked = castdocument::withApproval(free.value(), "Ada", "bell", true);
    REQUIRE(asked);
    CHECK(castdocument::agentsOf(asked.value()) == castdocument::agentsOf(two));
}

TEST_CASE("a change that would break the cast is refused with a sentence")
{
    CHECK_FALSE(castdocument::withVoice(two, "Nobody", "verse"));
    CHECK_FALSE(castdocument::withFirst(two, "Nobody"));
    CHECK_FALSE(castdocument::withVoice(two, "Ada", std::string(65, 'v')));
    CHECK_FALSE(castdocument::withInstructions(two, "Ada", "sk-0123456789abcdefgh"));
    CHECK_FALSE(castdocument::withFirst("no cast", "Ada"));
    CHECK(castdocument::withFirst(two, "Nobody").error().message.find("Nobody") != std::string::npos);
    CHECK(castdocument::agentsOf("[]").empty());
    CHECK(castdocument::firstOf("{\"agents\":[]}").empty());
}

TEST_CASE("a cast is a revision of another when only what the same agents say and do differs")
{
    CHECK(castdocument::isRevision(two, castdocument::withInstructions(two, "Ada", "Be wordy.").value()));
    CHECK(castdocument::isRevision(two, castdocument::withFirst(two, "Ada").value()));
    CHECK(castdocument::isRevision(two, castdocument::withHandoffs(two, "Ada", {}).value()));
    CHECK_FALSE(castdocument::isRevision(two, castdocument::ofOneAgent("Ada", "Be brief.", "")));
    auto faster = two;
    faster.replace(faster.find("0.9"), 3, "1.1");
    CHECK_FALSE(castdocument::isRevision(two, faster));
    CHECK_FALSE(castdocument::isRevision(two, "{"));
    CHECK_FALSE(castdocument::isRevision("", two));
}

TEST_CASE("the cast of one agent is an agents file, whatever words it is made of")
{
    const auto text = castdocument::ofOneAgent("Ada \"the\" First", "Line\nline", "");
    const auto checked = castdocument::check(text, "one");
    REQUIRE(checked);
    CHECK(checked.value().agents.at(0).name == "Ada \"the\" First");
    CHECK(checked.value().agents.at(0).instructions == "Line\nline");
}

TEST_CASE("the factory casts are five agents files that this plugin can use")
{
    const auto& casts = factoryCasts();
    std::vector<std::string> names;
    for (const auto& cast : casts)
    {
        INFO(cast.name);
        const auto checked = castdocument::check(cast.text, cast.name);
        if (!checked)
            FAIL(checked.error().message);
        names.push_back(cast.name);
    }
    CHECK(names == std::vector<std::string>{"Assistant", "Museum Guide", "Interpreter", "Two Characters",
                                            "Push-to-talk Oracle"});
}

TEST_CASE("the two characters hand over to each other, and the oracle waits for the talk key")
{
    const auto characters = castdocument::agentsOf(factoryCasts()[3].text);
    REQUIRE(characters.size() == 2);
    CHECK(characters[0].handoffs == std::vector<std::string>{characters[1].name});
    CHECK(characters[1].handoffs == std::vector<std::string>{characters[0].name});
    const auto oracle = castdocument::check(factoryCasts()[4].text, "oracle");
    REQUIRE(oracle);
    ParameterValues values;
    takeFrom(values, oracle.value().session);
    CHECK(values.turnMode == TurnMode::pushToTalk);
    CHECK(values.speed == 0.9);
}

TEST_CASE("a fingerprint tells two texts apart, and is the same on every machine")
{
    CHECK(digestOf("") == "cbf29ce484222325");
    CHECK(digestOf("a") == "af63dc4c8601ec8c");
    CHECK(digestOf("cast") != digestOf("cast\n"));
}
