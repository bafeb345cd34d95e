// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/LostAnswers.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;

namespace
{

const auto nothingUnwanted = [](const std::string&) { return false; };

} // namespace

TEST_CASE("an answer of which nothing was heard is asked for again, and what came of it is given up", "[reconnect]")
{
    LostAnswers answers;
    answers.itemArrived("r1", "i1");
    CHECK_FALSE(answers.lost({"r1"}, nothingUnwanted).silences);
    answers.itemArrived("r2", "i2");
    answers.speechArrived("r2");
    const auto verdict = answers.lost({"r2"}, nothingUnwanted);
    CHECK(verdict.again == std::vector<std::string>{"r2"});
    CHECK(verdict.silences);
    CHECK(verdict.items == std::vector<std::string>{"i2"});
}

TEST_CASE("an answer that nothing is known of yet is asked for again", "[reconnect]")
{
    CHECK(LostAnswers().lost({"r1"}, nothingUnwanted).again.size() == 1);
}

TEST_CASE("an answer that was heard or read in part is not asked for again", "[reconnect]")
{
    LostAnswers heard;
    heard.speechArrived("r1");
    heard.playbackStarted("r1");
    CHECK(heard.lost({"r1"}, nothingUnwanted).again.empty());
    LostAnswers read;
    read.textShown("r1");
    CHECK(read.lost({"r1"}, nothingUnwanted).again.empty());
}

TEST_CASE("an answer that the user interrupted is not asked for again", "[reconnect]")
{
    LostAnswers answers;
    answers.itemArrived("r1", "i1");
    CHECK(answers.lost({"r1"}, [](const std::string& id) { return id == "r1"; }).again.empty());
}

TEST_CASE("an answer that waits behind one that still sounds is played as far as it came", "[reconnect]")
{
    LostAnswers answers;
    answers.speechArrived("r1");
    answers.playbackStarted("r1");
    answers.ended("r1");
    answers.speechArrived("r2");
    const auto verdict = answers.lost({"r2"}, nothingUnwanted);
    CHECK(verdict.again.empty());
    CHECK_FALSE(verdict.silences);
    CHECK(verdict.items.empty());
}

TEST_CASE("an answer that was played to its end does not count as sounding", "[reconnect]")
{
    LostAnswers answers;
    answers.speechArrived("r1");
    answers.playbackStarted("r1");
    answers.ended("r1");
    answers.playbackFinished("r1");
    answers.speechArrived("r2");
    CHECK(answers.lost({"r2"}, nothingUnwanted).silences);
}
