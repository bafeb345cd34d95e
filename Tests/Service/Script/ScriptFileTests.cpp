// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/ScriptFile.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace parley;
using namespace parley::service;
using Catch::Matchers::Contains;

namespace
{

const std::filesystem::path project = PARLEY_PROJECT_DIRECTORY;

std::vector<std::filesystem::path> filesIn(const char* folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(project / "Tests/Service/Script/Files" / folder))
        files.push_back(entry.path());
    REQUIRE_FALSE(files.empty());
    return files;
}

std::string faultsOf(const std::string& text)
{
    const auto read = parseScript(text, "answers.json");
    return read ? "" : read.error().message;
}

} // namespace

TEST_CASE("good scripts are read, and those with a fault refused")
{
    for (const auto& file : filesIn("good"))
    {
        const auto read = loadScript(file);
        INFO((read ? "" : read.error().describe()));
        CHECK(read);
    }
    for (const auto* folder : {"bad", "beyond-schema"})
        for (const auto& file : filesIn(folder))
        {
            INFO(file);
            const auto read = loadScript(file);
            REQUIRE_FALSE(read);
            CHECK(read.error().code == ErrorCode::fileInvalid);
        }
}

TEST_CASE("the example of the documentation is a script that is read")
{
    std::ifstream page(project / "docs/script.md");
    const std::string text((std::istreambuf_iterator<char>(page)), {});
    const auto begin = text.find("```json\n") + 8;
    CHECK(faultsOf(text.substr(begin, text.find("```", begin) - begin)).empty());
}

TEST_CASE("the faults of a script are told with their lines, and what was probably meant")
{
    const auto faults = faultsOf(R"({
  "rules": [
    { "name": "weather", "patterns": ["weather in {place}", "rain in [x"],
      "answers": ["In {place}."] },
    { "patterns": ["more"], "after": "whether",
      "answers": ["{plaice}"] },
    { "patterns": ["in {place}"],
      "calls": [{ "name": "get", "arguments": { "city": "{plaice}" } }] }
  ]
})");
    CHECK_THAT(faults, Contains("The script answers.json has 4 faults"));
    CHECK_THAT(faults, Contains("line 3: the \"[\" wants a \"]\""));
    CHECK_THAT(faults, Contains("line 5: there is no rule named \"whether\"; did you mean \"weather\"?"));
    CHECK_THAT(faults, Contains("line 6: \"{plaice}\" is not captured by every pattern"));
    CHECK_THAT(faults,
               Contains("line 8: \"{plaice}\" is not captured by every pattern of this rule; did you mean \"place\"?"));
    CHECK_THAT(faultsOf("{ \"rules\": [,] }"), Contains("line 1: column 13: this is not JSON"));
}

TEST_CASE("a script that is too large, or not there, is refused")
{
    CHECK_THAT(faultsOf(std::string((1U << 20U) + 1, ' ')), Contains("larger than 1 MiB"));
    CHECK(loadScript("/nonexistent/answers.json").error().code == ErrorCode::fileNotFound);
    std::string rules;
    for (int i = 0; i < 1001; ++i)
        rules += std::string(i == 0 ? "" : ",") + R"({"patterns":["a"],"answers":["b"]})";
    CHECK_THAT(faultsOf("{\"rules\":[" + rules + "]}"), Contains("at most 1000 members"));
}

TEST_CASE("the phrases of a script are those of its patterns without an open part")
{
    const auto script = parseScript(
        R"j({"rules":[{"patterns":["lights (on|off)","* lights *"],"answers":["Yes."]},{"patterns":["stop"],"answers":["No."]}]})j",
        "answers.json");
    CHECK(script.value().phrases() == std::vector<std::string>{"lights on", "lights off", "stop"});
}
