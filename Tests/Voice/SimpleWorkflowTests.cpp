// SPDX-License-Identifier: Apache-2.0
#include "Voice/SimpleWorkflow.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace parley;
using namespace parley::voice;
using namespace std::chrono_literals;

namespace
{

TextStream counting(std::string said)
{
    co_yield said + " one. ";
    co_yield "two.";
}

TextStream failing(std::string)
{
    co_yield "one. ";
    throw std::runtime_error("no more");
}

/// All that a workflow says to an utterance, and its error.
std::string answerOf(Workflow& workflow)
{
    std::string all;
    std::promise<void> over;
    std::unique_ptr<Activity> activity;
    onNetwork(
        [&]
        {
            activity = workflow.answer("hi", {[&](std::string_view piece) { all += "[" + std::string(piece) + "]"; },
                                              [&](const std::optional<Error>& problem)
                                              {
                                                  if (problem)
                                                      all += std::string(toString(problem->code));
                                                  over.set_value();
                                              }});
        });
    over.get_future().wait();
    onNetwork([&] { activity.reset(); });
    return all;
}

} // namespace

TEST_CASE("a workflow may be any function that makes text of text")
{
    SimpleWorkflow text([](const std::string& said) { return "You said " + said; });
    CHECK(answerOf(text) == "[You said hi]");
    SimpleWorkflow several([](const std::string& said) { return std::vector<std::string>{said, "and more"}; });
    CHECK(answerOf(several) == "[hi\n][and more\n]");
    SimpleWorkflow generator(counting);
    CHECK(answerOf(generator) == "[hi one. ][two.]");
    SimpleWorkflow callback(
        [](const std::string& said, const Say& say)
        {
            (void)say(said);
            (void)say("!");
        });
    CHECK(answerOf(callback) == "[hi][!]");
}

TEST_CASE("a workflow's error and exception end its turn with an error")
{
    SimpleWorkflow refusing(
        [](const std::string&, const Say&) -> Result<void> {
            return Error{ErrorCode::limitReached, "Words."};
        });
    CHECK(answerOf(refusing) == "limit_reached");
    SimpleWorkflow throwing(failing);
    CHECK(answerOf(throwing) == "[one. ]internal");
}

TEST_CASE("a function learns that nobody listens any more")
{
    std::promise<void> begun;
    std::promise<int> ended;
    SimpleWorkflow endless(
        [&](const std::string&, const Say& say)
        {
            begun.set_value();
            int said = 0;
            while (say("a"))
            {
                ++said;
                std::this_thread::yield();
            }
            ended.set_value(said);
        });
    std::unique_ptr<Activity> activity;
    onNetwork([&] { activity = endless.answer("hi", {[](std::string_view) {}, [](const std::optional<Error>&) {}}); });
    begun.get_future().wait();
    onNetwork([&] { activity.reset(); });
    CHECK(ended.get_future().wait_for(5s) == std::future_status::ready);
}
