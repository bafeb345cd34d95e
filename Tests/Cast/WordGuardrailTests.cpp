// SPDX-License-Identifier: Apache-2.0
#include "Cast/WordGuardrail.h"

#include <catch2/catch.hpp>

using namespace parley::cast;

namespace
{

bool trips(const std::vector<std::string>& words, const std::string& text)
{
    return makeGuardrail({"g", words, ""}).check({.agent = "Agent", .text = text, .stop = {}}).has_value();
}

} // namespace

TEST_CASE("a word guardrail trips on whole words in any case", "[cast]")
{
    CHECK(trips({"art"}, "This is Art."));
    CHECK(trips({"ART"}, "art"));
    CHECK_FALSE(trips({"art"}, "A party for Arthur, state of the smart."));
    CHECK_FALSE(trips({"art"}, "art_1 and art1"));
    CHECK(trips({"don't"}, "I don\u2019t know."));
    CHECK_FALSE(trips({"don"}, "I don't know."));
    CHECK(trips({"art"}, "'art'"));
}

TEST_CASE("a word guardrail knows phrases, whatever stands between their words", "[cast]")
{
    CHECK(trips({"for free"}, "It is for\n  FREE!"));
    CHECK(trips({"for free"}, "for, free"));
    CHECK_FALSE(trips({"for free"}, "free for all"));
    CHECK_FALSE(trips({"for free"}, "for freedom"));
}

TEST_CASE("a word guardrail folds the cases of other alphabets", "[cast]")
{
    CHECK(trips({"größe"}, "GRÖßE"));
    CHECK(trips({"ÉCOLE"}, "l\u2019 école"));
    CHECK(trips({"привет"}, "ПРИВЕТ!"));
    CHECK(trips({"λόγος"}, "λόγοσ"));
    CHECK(trips({"Žižek"}, "žiŽek"));
    CHECK_FALSE(trips({"bar"}, "b\u00e4r"));
}

TEST_CASE("a word guardrail says which word it was, or what its file says", "[cast]")
{
    CHECK(makeGuardrail({"g", {"price"}, ""}).check({.agent = "A", .text = "the price", .stop = {}}).value().reason ==
          "Do not say \"price\".");
    CHECK(makeGuardrail({"g", {"price"}, "Stop."})
              .check({.agent = "A", .text = "the price", .stop = {}})
              .value()
              .reason == "Stop.");
    CHECK_FALSE(trips({"...", ""}, "..."));
    CHECK_FALSE(trips({"x"}, "\xff\xc3"));
}
