// SPDX-License-Identifier: Apache-2.0
#include "Service/RuleAnswerer.h"
#include "Service/StructuredText.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;
using wire::Json;

namespace
{

AnswerRequest asking(const Json& properties, const Json& required)
{
    const Json schema = {{"type", "object"}, {"properties", properties}, {"required", required}};
    AnswerRequest request;
    request.responseFormat = {{"type", "json_schema"}, {"json_schema", {{"name", "made"}, {"schema", schema}}}};
    return request;
}

const Json text = {{"type", "string"}};
const Json whole = {{"type", "integer"}};

} // namespace

TEST_CASE("words stay as they are where no form is wanted")
{
    CHECK(structuredText({}, "Hello", "Good day.") == "Good day.");
}

TEST_CASE("an object is wanted: the words are its answer, unless they are one already")
{
    AnswerRequest request;
    request.responseFormat = {{"type", "json_object"}};
    CHECK(structuredText(request, "Hello", "Good \"day\".") == R"({"answer":"Good \"day\"."})");
    CHECK(structuredText(request, "Hello", R"({"temperature": 21})") == R"({"temperature": 21})");
}

TEST_CASE("a form of a schema without the schema is any object: the words are its answer")
{
    for (const auto* format : {R"({"type":"json_schema"})", R"({"type":"json_schema","json_schema":{"name":"made"}})",
                               R"({"type":"json_schema","json_schema":{"name":"made","schema":{}}})",
                               R"({"type":"json_schema","json_schema":{"name":"made","schema":null}})"})
    {
        INFO(format);
        AnswerRequest request;
        request.responseFormat = Json::parse(format);
        CHECK(structuredText(request, "Hello", "Good day.") == R"({"answer":"Good day."})");
        CHECK(structuredText(request, "Hello", R"({"temperature": 21})") == R"({"temperature": 21})");
    }
}

TEST_CASE("a schema is filled from what the user said, and from the answer where that has nothing for a text")
{
    const auto request = asking({{"days", whole}, {"note", text}}, {"days", "note"});
    CHECK(Json::parse(structuredText(request, "What is two plus three?", "2 plus 3 is 5.")) ==
          Json{{"days", 2}, {"note", "2 plus 3 is 5."}});
}

TEST_CASE("a schema is filled from what the tools gave, where they ran")
{
    auto request = asking({{"degrees", whole}}, {"degrees"});
    request.toolOutput = "It has 21 degrees.";
    CHECK(structuredText(request, "The weather in 3 days?", "It has 21 degrees.") == R"({"degrees":21})");
}

TEST_CASE("an object that has all that the schema requires stays as it is dictated")
{
    auto request = asking({{"days", whole}}, {"days"});
    request.turns = {{wire::Role::user, R"(Reply with exactly {"days": 7})"}};
    CHECK(RuleAnswerer().answer(request).value().text == R"({"days": 7})");
    request.turns = {{wire::Role::user, R"(Reply with exactly {"hours": 7})"}};
    CHECK(RuleAnswerer().answer(request).value().text == R"({"days":7})");
}
