// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/OutputGuardrails.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

const OutputGuardrails::Time now(1000s);
const std::vector<OutputGuardrail> one = {{"politeness", {}}};

OutputGuardrails watching(bool holdsBack = false)
{
    GuardrailSettings settings;
    settings.debounceCharacters = 10;
    settings.holdsBackAudio = holdsBack;
    settings.deadline = 2s;
    OutputGuardrails guardrails(settings);
    guardrails.begin("r", "Ann", one);
    return guardrails;
}

SpeechChunk chunk(std::size_t samples = 10)
{
    return {{"r", "i", 0}, std::vector<std::int16_t>(samples)};
}

/// Takes the one job that is due and lets it pass, or trip.
void look(OutputGuardrails& guardrails, const std::string& text)
{
    const auto jobs = guardrails.takeJobs(now);
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].look.text == text);
    CHECK_FALSE(guardrails.finish(jobs[0].id, {}).has_value());
}

} // namespace

TEST_CASE("an answer is looked at as it grows, and once more when it is complete")
{
    auto guardrails = watching();
    guardrails.grew("r", "i", "short");
    CHECK(guardrails.takeJobs(now).empty());
    guardrails.grew("r", "i", " and longer ");
    look(guardrails, "short and longer ");
    guardrails.grew("r", "i", "!");
    CHECK(guardrails.takeJobs(now).empty());
    guardrails.complete("r", false);
    look(guardrails, "short and longer !");
    CHECK(guardrails.takeJobs(now).empty());
}

TEST_CASE("an answer shorter than the debounce is looked at all the same")
{
    auto guardrails = watching();
    guardrails.itemIs("r", "i", "no");
    guardrails.complete("r", false);
    look(guardrails, "no");
}

TEST_CASE("one look at a time: what grows meanwhile is seen by the next one")
{
    auto guardrails = watching();
    guardrails.grew("r", "i", "ten letter ");
    const auto first = guardrails.takeJobs(now);
    REQUIRE(first.size() == 1);
    guardrails.grew("r", "i", "and many more letters.");
    CHECK(guardrails.takeJobs(now).empty());
    CHECK_FALSE(guardrails.finish(first[0].id, {}).has_value());
    look(guardrails, "ten letter and many more letters.");
}

TEST_CASE("a response trips once, and what is found about it later is ignored")
{
    auto guardrails = watching();
    guardrails.grew("r", "i", "a rude word.");
    const auto jobs = guardrails.takeJobs(now);
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].look.agent == "Ann");
    const auto trip = guardrails.finish(jobs[0].id, {"politeness", "rude", {}});
    REQUIRE(trip.has_value());
    CHECK(trip->responseId == "r");
    CHECK(trip->reason == "rude");
    CHECK_FALSE(guardrails.finish(jobs[0].id, {"politeness", "rude", {}}).has_value());
    guardrails.grew("r", "i", "more and more rude words");
    CHECK(guardrails.takeJobs(now).empty());
    CHECK_FALSE(guardrails.finish(0, {"politeness", "rude", {}}).has_value());
}

TEST_CASE("a look that takes too long counts as not tripped")
{
    auto guardrails = watching();
    guardrails.grew("r", "i", "a long story.");
    const auto jobs = guardrails.takeJobs(now);
    REQUIRE(jobs.size() == 1);
    CHECK(guardrails.deadline() == now + 2s);
    CHECK(guardrails.expire(now + 1999ms) == 0);
    CHECK(jobs[0].look.deadline == now + 2s);
    CHECK(guardrails.takeStopped().empty());
    CHECK(guardrails.expire(now + 2s) == 1);
    CHECK(guardrails.takeStopped() == std::vector<std::uint64_t>{jobs[0].id});
    CHECK_FALSE(guardrails.finish(jobs[0].id, {"politeness", "late", {}}).has_value());
}

TEST_CASE("speech held back is released once words behind it have passed, the rest at the end")
{
    auto guardrails = watching(true);
    REQUIRE(guardrails.holds("r"));
    CHECK_FALSE(guardrails.holds("other"));
    guardrails.grew("r", "i", "12345");
    CHECK(guardrails.hold(chunk(1)) == OutputGuardrails::Held::yes);
    guardrails.grew("r", "i", "6789.");
    CHECK(guardrails.hold(chunk(2)) == OutputGuardrails::Held::yes);
    CHECK(guardrails.release().speech.empty());
    look(guardrails, "123456789.");
    auto released = guardrails.release();
    REQUIRE(released.speech.size() == 1);
    CHECK(released.speech[0].samples.size() == 1);
    CHECK(released.completed.empty());
    guardrails.complete("r", false);
    look(guardrails, "123456789.");
    released = guardrails.release();
    REQUIRE(released.speech.size() == 1);
    CHECK(released.completed == std::vector<std::string>{"r"});
    CHECK_FALSE(guardrails.holds("r"));
}

TEST_CASE("speech held back of a response that trips is never released")
{
    auto guardrails = watching(true);
    CHECK(guardrails.hold(chunk()) == OutputGuardrails::Held::yes);
    guardrails.grew("r", "i", "a rude word.");
    const auto jobs = guardrails.takeJobs(now);
    REQUIRE(jobs.size() == 1);
    const auto trip = guardrails.finish(jobs[0].id, {"politeness", "rude", {}});
    REQUIRE(trip.has_value());
    CHECK(trip->withheld.size() == 1);
    CHECK(guardrails.release().speech.empty());
}

TEST_CASE("held speech has a bound, and an interruption empties it")
{
    auto guardrails = watching(true);
    CHECK(guardrails.hold(chunk(OutputGuardrails::mostHeldSamples)) == OutputGuardrails::Held::yes);
    CHECK(guardrails.hold(chunk(1)) == OutputGuardrails::Held::tooMuch);
    CHECK(guardrails.discardHeld().size() == 1);
    CHECK(guardrails.hold(chunk(1)) == OutputGuardrails::Held::yes);
}

TEST_CASE("a word that may still grow is not judged before the answer is complete")
{
    auto guardrails = watching();
    guardrails.grew("r", "i", "this is a piece of art");
    look(guardrails, "this is a piece of ");
    CHECK(guardrails.takeJobs(now).empty());
    guardrails.grew("r", "i", "ist");
    CHECK(guardrails.takeJobs(now).empty());
    guardrails.complete("r", false);
    const auto jobs = guardrails.takeJobs(now);
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].look.text == "this is a piece of artist");
    CHECK(jobs[0].look.isComplete);
}

TEST_CASE("speech of a word that was not judged yet is held back with it")
{
    auto guardrails = watching(true);
    guardrails.grew("r", "i", "say it ");
    CHECK(guardrails.hold(chunk(1)) == OutputGuardrails::Held::yes);
    guardrails.grew("r", "i", "loud ");
    CHECK(guardrails.hold(chunk(2)) == OutputGuardrails::Held::yes);
    guardrails.grew("r", "i", "art");
    look(guardrails, "say it loud ");
    auto released = guardrails.release();
    REQUIRE(released.speech.size() == 1);
    CHECK(released.speech[0].samples.size() == 1);
}

TEST_CASE("a look at an answer whose connection was lost is asked to end")
{
    auto guardrails = watching();
    guardrails.grew("r", "i", "a long story.");
    const auto jobs = guardrails.takeJobs(now);
    REQUIRE(jobs.size() == 1);
    CHECK(guardrails.reset() == std::vector<std::string>{"r"});
    CHECK(guardrails.takeStopped() == std::vector<std::uint64_t>{jobs[0].id});
    CHECK(guardrails.takeStopped().empty());
}
