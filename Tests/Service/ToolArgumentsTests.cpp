// SPDX-License-Identifier: Apache-2.0
#include "Service/ToolArguments.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

using namespace parley;
using namespace parley::service;
using namespace parley::test;
using wire::Json;

namespace
{

Json arguments(const std::string& said, const Json& properties, const Json& required = Json::array())
{
    return argumentsFrom({{"type", "object"}, {"properties", properties}, {"required", required}}, said);
}

/// The value of one property that must be there.
Json valueOf(const std::string& said, const std::string& schema)
{
    return arguments(said, {{"x", Json::parse(schema)}}, {"x"}).at("x");
}

/// Schemas as zod makes them of functions and of structured outputs.
constexpr auto* bookTable = R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{
    "people":{"type":"integer","minimum":1,"maximum":9007199254740991},"when":{"type":"string"},
    "note":{"type":["string","null"]},"floor":{"type":["number","null"]},"outdoor":{"type":["boolean","null"]},
    "kind":{"anyOf":[{"type":"string","enum":["bar","table"]},{"type":"null"}]},
    "guests":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],
        "additionalProperties":false}},
    "contact":{"type":"object","properties":{"phone":{"type":"string"}},"required":["phone"],
        "additionalProperties":false},
    "lit":{"type":"string","const":"x"},"u":{"type":["number","boolean"]}},
    "required":["people","when","note","floor","outdoor","kind","guests","contact","lit","u"],
    "additionalProperties":false})";

constexpr auto* limits = R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{
    "node":{"$ref":"#/definitions/__schema0"},"email":{"type":"string","format":"email"},
    "id":{"type":"string","format":"uuid"},"at":{"type":"string","format":"date-time"},
    "date":{"type":"string","format":"date"},"len":{"type":"string","minLength":3,"maxLength":5},
    "n":{"type":"number","exclusiveMinimum":3,"exclusiveMaximum":4,"multipleOf":0.5},
    "arr":{"minItems":2,"maxItems":3,"type":"array","items":{"type":"number"}},
    "du":{"anyOf":[{"type":"object","properties":{"k":{"type":"string","const":"a"},"v":{"type":"number"}},
        "required":["k","v"],"additionalProperties":false},{"type":"object","properties":{"k":{"type":"string",
        "const":"b"}},"required":["k"],"additionalProperties":false}]},
    "nul":{"type":"null"},"ml":{"enum":["a",3]}},
    "required":["node","email","id","at","date","len","n","arr","du","nul","ml"],"additionalProperties":false,
    "definitions":{"__schema0":{"type":"object","properties":{"name":{"type":"string"},
        "children":{"type":"array","items":{"$ref":"#/definitions/__schema0"}},
        "parent":{"anyOf":[{"$ref":"#/definitions/__schema0"},{"type":"null"}]}},
        "required":["name","children","parent"],"additionalProperties":false}}})";

constexpr auto* newer = R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{
    "tup":{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}],"items":false,"minItems":2,"maxItems":2},
    "rec":{"type":"object","propertyNames":{"type":"string"},"additionalProperties":{"type":"number"}},"any":{},
    "opt":{"type":"string"},"def":{"default":3,"type":"number"},"url":{"type":"string","format":"uri"},
    "ip":{"type":"string","format":"ipv4"},"ne":{"minItems":1,"type":"array","items":{"type":"string"}},
    "nodes":{"minItems":1,"type":"array","items":{"$ref":"#/$defs/__schema0"}}},
    "required":["tup","rec","any","def","url","ip","ne","nodes"],"additionalProperties":false,
    "$defs":{"__schema0":{"type":"object","properties":{"name":{"type":"string"},
        "flag":{"oneOf":[{"type":"null"},{"const":true}]}},"required":["name","flag"],"additionalProperties":false}}})";

} // namespace

TEST_CASE("arguments are filled from the line: choices, numbers, truth and text")
{
    CHECK(arguments("set it to Blue please", {{"colour", {{"type", "string"}, {"enum", {"red", "blue"}}}}}) ==
          Json{{"colour", "blue"}});
    CHECK(arguments("from 3 to -2.5 and twelve", {{"a", {{"type", "integer"}}},
                                                  {"b", {{"type", "number"}}},
                                                  {"c", {{"type", "integer"}}},
                                                  {"d", {{"type", "integer"}}}}) ==
          Json{{"a", 3}, {"b", -2.5}, {"c", 12}});
    CHECK(arguments("turn it off", {{"on", {{"type", "boolean"}}}}, {"on"}) == Json{{"on", false}});
    CHECK(arguments("turn it on", {{"on", {{"type", "boolean"}}}}, {"on"}) == Json{{"on", true}});
    CHECK(arguments("the weather in New York for tomorrow",
                    {{"city", {{"type", "string"}}}, {"day", {{"type", "string"}}}}) ==
          Json{{"city", "New York"}, {"day", "tomorrow"}});
    CHECK(arguments("city London", {{"city", {{"type", "string"}}}}) == Json{{"city", "London"}});
}

TEST_CASE("what is required and not in the line gets something of its type, the rest is left out")
{
    const Json properties = {{"list", {{"type", "array"}}},
                             {"note", {{"type", "string"}}},
                             {"count", {{"type", "integer"}, {"minimum", 1}}},
                             {"spare", {{"type", "integer"}}}};
    CHECK(arguments("hello there", properties, {"list", "note", "count"}) ==
          Json{{"list", Json::array()}, {"note", "hello there"}, {"count", 1}});
}

TEST_CASE("what may be null is null where the line has nothing for it, and comes last to the words")
{
    CHECK(argumentsFrom(Json::parse(bookTable), "Book a table for 4 people at seven") == Json::parse(R"({
        "people":4,"when":"seven","note":null,"floor":null,"outdoor":null,"kind":"table","guests":[],
        "contact":{"phone":"4 people"},"lit":"x","u":7})"));
    CHECK(valueOf("outside", R"({"type":["boolean","null"]})").is_null());
    CHECK(valueOf("no x", R"({"type":["boolean","null"]})") == false);
    CHECK(valueOf("at 3", R"({"type":["integer","null"]})") == 3);
    CHECK(valueOf("now", R"({"type":["string","null"],"enum":["red",null]})").is_null());
}

TEST_CASE("of several forms of a value the first that is not null is made")
{
    CHECK(valueOf("hello", R"({"oneOf":[{"type":"null"},{"type":"number"}]})").is_null());
    CHECK(valueOf("hello 5", R"({"oneOf":[{"type":"null"},{"type":"number"}]})") == 5);
    CHECK(valueOf("hello", R"({"anyOf":[{"type":"integer","minimum":2},{"type":"string"}]})") == 2);
    CHECK(valueOf("hello", R"({"type":["boolean","string"]})") == true);
}

TEST_CASE("a constant, a choice that is in the line, and a default are taken as they are")
{
    CHECK(valueOf("hello", R"({"const":["a",1]})") == Json::parse(R"(["a",1])"));
    CHECK(valueOf("the third of 3", R"({"enum":[1,2,3]})") == 3);
    CHECK(valueOf("hello", R"({"type":"string","default":"soon"})") == "soon");
    CHECK(arguments("hello", {{"x", {{"const", "a"}}}}).empty());
}

TEST_CASE("numbers and texts keep to their limits")
{
    CHECK(valueOf("0", R"({"type":"integer","minimum":1,"maximum":10})") == 1);
    CHECK(valueOf("12", R"({"type":"integer","minimum":1,"maximum":10})") == 10);
    CHECK(valueOf("12", R"({"type":"integer","multipleOf":5})") == 10);
    CHECK(valueOf("hello", R"({"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1})") == 0.5);
    CHECK(valueOf("hello", R"({"type":"number","exclusiveMinimum":3,"multipleOf":0.5})") == 3.5);
    CHECK(valueOf("inf", R"({"type":"number"})") == 0);
    CHECK(valueOf("hi", R"({"type":"string","minLength":5})") == "hi...");
    CHECK(valueOf("hello there", R"({"type":"string","maxLength":3})") == "hel");
}

TEST_CASE("a text of a format is in that format")
{
    CHECK(valueOf("Write to ada@example.org, please", R"({"type":"string","format":"email"})") == "ada@example.org");
    CHECK(valueOf("Write to Ada", R"({"type":"string","format":"email"})") == "someone@example.com");
    CHECK(valueOf("open https://example.org/a.", R"({"type":"string","format":"uri"})") == "https://example.org/a");
    CHECK(valueOf("on Monday", R"({"type":"string","format":"date"})") == "2000-01-01");
}

TEST_CASE("arrays have as many elements as they need, and objects their properties")
{
    CHECK(valueOf("from 3 to 5", R"({"type":"array","minItems":2,"items":{"type":"number"}})") == Json::array({3, 5}));
    CHECK(valueOf("7", R"({"type":"array","minItems":2,"prefixItems":[{"const":"a"},{"type":"integer"}]})") ==
          Json::array({"a", 7}));
    CHECK(valueOf("7", R"({"type":"array","minItems":100000,"items":{"const":1}})").size() == 64);
    CHECK(valueOf("7 of 8", R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"},
        "b":{"type":["string","null"]}}})") == Json::parse(R"({"a":7,"b":"8"})"));
}

TEST_CASE("references into the schema are followed, and those that lead to nothing mean any text")
{
    const auto schema = Json::parse(R"({"$ref":"#/$defs/node","$defs":{"node":{"type":"object",
        "properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}},
            "parent":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},
        "required":["name","children","parent"]}}})");
    CHECK(argumentsFrom(schema, "hello") == Json::parse(R"({"name":"hello","children":[],"parent":null})"));
    CHECK(valueOf("hello", R"({"allOf":[{"$ref":"#/properties/x/$defs/n"}],"$defs":{"n":{"const":4}}})") == 4);
    for (const auto* reference : {"#/nowhere", "#nowhere", "#/properties/x", "other.json", "#/a~b"})
    {
        INFO(reference);
        CHECK(arguments("hello", {{"x", {{"$ref", reference}}}}, {"x"}) == Json{{"x", "hello"}});
    }
}

TEST_CASE("a schema that leads into itself without an end has one all the same")
{
    const auto schema = Json::parse(R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"object","required":["a","b"],
        "properties":{"a":{"$ref":"#/$defs/a"},"b":{"type":"array","minItems":64,"items":{"$ref":"#/$defs/a"}}}}}})");
    CHECK(argumentsFrom(schema, "hello").dump().size() < 1'000'000);
}

TEST_CASE("arguments stay small, however large the values of a schema are and however often they are wanted")
{
    const auto sizeOf = [](const std::string& said, const Json& item)
    {
        const Json inner = {{"type", "array"}, {"minItems", 64}, {"items", item}};
        const Json outer = {{"type", "array"}, {"minItems", 64}, {"items", inner}};
        return arguments(said, {{"x", outer}}, {"x"}).dump().size();
    };
    const std::string large(200'000, 'a');
    const Json anything = {{"type", "string"}};
    CHECK(sizeOf("hello", {{"default", large}}) < 400'000);
    CHECK(sizeOf("hello", {{"const", Json::array({large})}}) < 400'000);
    CHECK(sizeOf("hello", {{"enum", {large, "b"}}}) < 400'000);
    CHECK(sizeOf("hello", {{"type", "object"}, {"properties", {{large, anything}}}, {"required", {large}}}) < 400'000);
    CHECK(sizeOf("hello", {{"type", "string"}, {"minLength", 4096}}) < 400'000);
    CHECK(sizeOf(std::string(100'000, 'b'), anything) < 700'000);
}

TEST_CASE("a value too large for arguments is null, and a long line is not too large")
{
    CHECK(arguments("hello", {{"x", {{"default", std::string(3'000'000, 'a')}}}}, {"x"}) == Json{{"x", nullptr}});
    const std::string line(300'000, 'b');
    CHECK(arguments(line, {{"x", {{"type", "string"}}}}, {"x"}) == Json{{"x", line}});
}

TEST_CASE("many properties that lead to one choice of many forms come to an end at once")
{
    auto properties = Json::object();
    auto required = Json::array();
    for (int i = 0; i < 5000; ++i)
    {
        const auto name = "p" + std::to_string(i);
        properties[name] = {{"$ref", "#/$defs/forms"}};
        required.push_back(name);
    }
    Json schema = {{"type", "object"}, {"properties", properties}, {"required", required}};
    auto& forms = schema["$defs"]["forms"]["anyOf"] = Json::array();
    for (int i = 0; i < 20'000; ++i)
        forms.push_back({{"$ref", "#/$defs/number"}});
    schema["$defs"]["number"] = {{"type", "number"}};
    CHECK(argumentsFrom(schema, "hello").size() < 2);
}

TEST_CASE("arguments obey the schemas of zod, whatever was said")
{
    if (std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the Debian package python3-jsonschema");
    auto pairs = Json::array();
    for (const auto* written : {bookTable, limits, newer})
        for (const auto* said : {"", "Book a table for 4 people at seven", "No, 12.5 to 99 in Paris or ada@example.org",
                                 "name of the node 3 and len x in http://example.org for a flag"})
        {
            const auto schema = Json::parse(written);
            pairs.push_back(Json::array({schema, argumentsFrom(schema, said)}));
        }
    const TemporaryFolder folder;
    const auto script = folder.write("validate.py", "import json, jsonschema, sys\n"
                                                    "from jsonschema.validators import validator_for\n"
                                                    "for schema, value in json.load(open(sys.argv[1])):\n"
                                                    "    kind = validator_for(schema)\n"
                                                    "    kind(schema, format_checker=jsonschema.FormatChecker())"
                                                    ".validate(value)\n");
    const auto file = folder.write("pairs.json", pairs.dump());
    INFO(pairs.dump(1));
    CHECK(std::system(("/usr/bin/python3 " + script.string() + " " + file.string()).c_str()) == 0);
}
