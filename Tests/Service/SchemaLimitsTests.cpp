// SPDX-License-Identifier: Apache-2.0
#include "Service/SchemaLimits.h"

#include <catch2/catch.hpp>

using namespace parley::service;
using parley::wire::Json;

namespace
{

/// As it is written.
std::string numberFor(double number, const Json& schema)
{
    return fittedNumber(number, schema, false).dump();
}

Json integerFor(double number, const Json& schema)
{
    return fittedNumber(number, schema, true);
}

} // namespace

TEST_CASE("a number that is a multiple as a decimal is read stays as it is")
{
    CHECK(numberFor(19.99, {{"multipleOf", 0.01}}) == "19.99");
    CHECK(numberFor(19.9, {{"multipleOf", 0.01}}) == "19.9");
    CHECK(numberFor(0.3, {{"multipleOf", 0.1}}) == "0.3");
    CHECK(numberFor(-0.7, {{"multipleOf", 0.1}}) == "-0.7");
    CHECK(numberFor(0.09, {{"multipleOf", 0.03}}) == "0.09");
    CHECK(numberFor(10, {{"multipleOf", 5}}) == "10");
}

TEST_CASE("another number becomes the nearest multiple, written as a decimal is")
{
    CHECK(numberFor(0.31, {{"multipleOf", 0.1}}) == "0.3");
    CHECK(numberFor(19.998, {{"multipleOf", 0.01}}) == "20");
    CHECK(numberFor(-0.68, {{"multipleOf", 0.1}}) == "-0.7");
    CHECK(numberFor(1.3, {{"multipleOf", 0.5}}) == "1.5");
    CHECK(numberFor(4.1, {{"multipleOf", 2.5}}) == "5");
    CHECK(numberFor(13, {{"multipleOf", 5}}) == "15");
}

TEST_CASE("of an integer the fraction is cut off before the nearest multiple is taken")
{
    CHECK(integerFor(2.9, Json::object()) == 2);
    CHECK(integerFor(-2.9, Json::object()) == -2);
    CHECK(integerFor(7.9, {{"multipleOf", 5}}) == 5);
    CHECK(integerFor(8, {{"multipleOf", 5}}) == 10);
    CHECK(integerFor(5'000'000'001.0, {{"multipleOf", 5000}}) == 5'000'000'000);
}

TEST_CASE("a limit that is a multiple is taken itself, and passed by one step where it is excluded")
{
    CHECK(numberFor(0, {{"minimum", 0.7}, {"multipleOf", 0.1}}) == "0.7");
    CHECK(numberFor(1, {{"maximum", 0.7}, {"multipleOf", 0.1}}) == "0.7");
    CHECK(numberFor(0, {{"exclusiveMinimum", 0.7}, {"multipleOf", 0.1}}) == "0.8");
    CHECK(numberFor(1, {{"exclusiveMaximum", 0.7}, {"multipleOf", 0.1}}) == "0.6");
    CHECK(numberFor(0, {{"minimum", 0.65}, {"multipleOf", 0.1}}) == "0.7");
}

TEST_CASE("the nearest multiple keeps to the limits")
{
    CHECK(integerFor(13, {{"maximum", 14}, {"multipleOf", 5}}) == 10);
    CHECK(integerFor(11, {{"minimum", 11}, {"multipleOf", 5}}) == 15);
}

TEST_CASE("steps too small to be counted are none")
{
    CHECK(numberFor(0.5, {{"multipleOf", 1e-310}}) == "0.5");
    CHECK(numberFor(0, {{"minimum", 1.5}, {"multipleOf", 1e-310}}) == "1.5");
}

TEST_CASE("a text is cut to its longest, or filled to its shortest")
{
    CHECK(fittedText("hello", {{"maxLength", 3}}) == "hel");
    CHECK(fittedText("hi", {{"minLength", 4}}) == "hi..");
    CHECK(fittedText("", {{"minLength", 1'000'000}}).size() == 4096);
}
