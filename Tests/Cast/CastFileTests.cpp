// SPDX-License-Identifier: Apache-2.0
#include "Cast/CastFile.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace parley;
using namespace parley::cast;
using Catch::Matchers::Contains;

namespace
{

const std::filesystem::path project = PARLEY_PROJECT_DIRECTORY;

std::vector<std::filesystem::path> filesIn(const char* folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(project / "Tests/Cast/AgentsFiles" / folder))
        files.push_back(entry.path());
    REQUIRE_FALSE(files.empty());
    return files;
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

CastHost hostWith(std::map<std::string, std::string> environment)
{
    CastHost host;
    host.surroundings.environment = [environment](const char* name) -> std::optional<std::string>
    {
        const auto found = environment.find(name);
        return found != environment.end() ? std::optional(found->second) : std::nullopt;
    };
    return host;
}

std::string faultsOf(const std::string& text)
{
    const auto cast = parseCast(text, "agents.json");
    REQUIRE_FALSE(cast);
    CHECK(cast.error().code == ErrorCode::fileInvalid);
    return cast.error().message;
}

/// The first code block of the page that is JSON.
std::string exampleIn(const std::filesystem::path& page)
{
    const auto text = contentOf(page);
    const std::string fence = "```json\n";
    const auto begin = text.find(fence);
    REQUIRE(begin != std::string::npos);
    return text.substr(begin + fence.size(), text.find("```", begin + fence.size()) - begin - fence.size());
}

} // namespace

TEST_CASE("an agents file becomes agents with tools, handoffs, guardrails and a session's settings", "[cast]")
{
    const auto read = parseCast(R"({
  "first": "Support",
  "session": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}, "speed": 1.2, "transcription": null},
  "guardrails": {"debounce_characters": 40},
  "agents": [
    {"name": "Greeter", "instructions": ["Be brief.", "Be kind."], "voice": "marin", "greeting": "Hello!",
     "handoffs": [{"agent": "Support", "description": "For trouble.", "new_agent_speaks_first": false}],
     "guardrails": [{"name": "prices", "words": ["price"]}]},
    {"name": "Support", "tools": [{"kind": "say", "name": "close", "description": "Closes.", "line": "Goodbye."}]}
  ]})",
                                "agents.json");
    REQUIRE(read);
    const auto& cast = read.value();
    CHECK(cast.firstAgent().name == "Support");
    CHECK(cast.agents[0].instructions == "Be brief.\nBe kind.");
    CHECK(cast.agents[0].voice == "marin");
    CHECK(cast.agents[0].greeting == "Hello!");
    CHECK(cast.agents[0].handoffs.at(0).agentName == "Support");
    CHECK(cast.agents[0].handoffs.at(0).description == "For trouble.");
    CHECK_FALSE(cast.agents[0].handoffs.at(0).newAgentSpeaksFirst);
    CHECK(cast.agents[0].outputGuardrails.at(0).check({.agent = "Greeter", .text = "What a Price!", .stop = {}}));
    CHECK(cast.agents[1].tools.at(0).name == "close");
    CHECK(cast.guardrails.debounceCharacters == 40);
    const auto session = cast.settings().session.toJson();
    CHECK(session["audio"]["input"]["turn_detection"] == wire::Json({{"type", "semantic_vad"}, {"eagerness", "low"}}));
    CHECK(session["audio"]["input"]["transcription"].is_null());
    CHECK(session["audio"]["output"]["speed"] == 1.2);
    CHECK(cast.settings().agent.name == "Support");
    CHECK(cast.settings().cast.size() == 2);
}

TEST_CASE("a cast's own text gives the same cast again", "[cast]")
{
    for (const auto& file : filesIn("good"))
    {
        const auto first = loadCast(file);
        INFO(file.string() << (first ? "" : first.error().message));
        REQUIRE(first);
        const auto second = parseCast(first.value().source, "again");
        REQUIRE(second);
        CHECK(second.value().first == first.value().first);
        CHECK(second.value().session == first.value().session);
        REQUIRE(second.value().agents.size() == first.value().agents.size());
        for (std::size_t i = 0; i < first.value().agents.size(); ++i)
        {
            const auto& one = first.value().agents[i];
            const auto& other = second.value().agents[i];
            CHECK(other.name == one.name);
            CHECK(other.instructions == one.instructions);
            REQUIRE(other.tools.size() == one.tools.size());
            for (std::size_t j = 0; j < one.tools.size(); ++j)
                CHECK(other.tools[j].parameters == one.tools[j].parameters);
        }
    }
}

TEST_CASE("a file with a fault is refused, and the fault has a line", "[cast]")
{
    for (const auto* folder : {"bad", "beyond-schema"})
        for (const auto& file : filesIn(folder))
        {
            const auto cast = loadCast(file, hostWith({{"HOME", "/root"}}));
            INFO(file.string());
            REQUIRE_FALSE(cast);
            CHECK(cast.error().code == ErrorCode::fileInvalid);
            CHECK_THAT(cast.error().message, Contains(file.string()) && Contains("line "));
        }
}

TEST_CASE("errors name the line and what was meant, several at once", "[cast]")
{
    const auto message = faultsOf("{\n"
                                  "  \"agents\": [\n"
                                  "    {\"name\": \"Greeter\",\n"
                                  "     \"voise\": \"marin\",\n"
                                  "     \"handoffs\": [\n"
                                  "       \"TechSuport\"]},\n"
                                  "    {\"name\": \"TechSupport\"}\n"
                                  "  ],\n"
                                  "  \"session\": {\"speed\":\n"
                                  "     9}\n"
                                  "}\n");
    CHECK_THAT(message, Contains("has 3 faults"));
    CHECK_THAT(message, Contains("line 4: \"voise\" is not known here; did you mean \"voice\"?"));
    CHECK_THAT(message, Contains("line 6: there is no agent named \"TechSuport\"; did you mean \"TechSupport\"?"));
    CHECK_THAT(message, Contains("line 9: \"speed\" must be a number from 0.25 to 1.5."));
    CHECK(message.find("line 4") < message.find("line 6"));
}

TEST_CASE("a file that is no JSON is told by line and column", "[cast]")
{
    CHECK_THAT(faultsOf("{\n  \"agents\": [{\"name\": \"A\"},]\n}\n"),
               Contains("line 2: column 28: this is not JSON: unexpected ']'"));
    CHECK_THAT(faultsOf(""), Contains("line 1: column 1: this is not JSON: unexpected end of input"));
    CHECK_THAT(faultsOf("{\"agents\": [{\"name\": \"\x80\"}]}"), Contains("this is not JSON"));
    CHECK_THAT(faultsOf("null"), Contains("line 1: here must be an object"));
}

TEST_CASE("a file that is too large, too deep or all faults stays cheap to refuse", "[cast]")
{
    CHECK_THAT(faultsOf(std::string(std::size_t{1024} * 1024 + 1, ' ')), Contains("larger than 1 MiB"));
    CHECK_THAT(faultsOf(std::string(100000, '[')), Contains("nested deeper than 32"));
    std::string many = "[0";
    for (int i = 0; i < 30000; ++i)
        many += ",0";
    CHECK_THAT(faultsOf(many + "]"), Contains("more than 20000 values"));
    std::string keys = "{\"agents\": [{\"name\": \"A\"}]";
    for (int i = 0; i < 100; ++i)
        keys += ",\n\"unknown" + std::to_string(i) + "\": 0";
    const auto message = faultsOf(keys + "}");
    CHECK_THAT(message, Contains("many faults, the first of which"));
    CHECK(std::ranges::count(message, '\n') == 20);
}

TEST_CASE("a missing file is told by its path", "[cast]")
{
    const auto cast = loadCast("/nowhere/agents.json");
    REQUIRE_FALSE(cast);
    CHECK(cast.error().code == ErrorCode::fileNotFound);
    CHECK_THAT(cast.error().message, Contains("/nowhere/agents.json"));
    CHECK_FALSE(loadCast(std::filesystem::temp_directory_path()));
}

TEST_CASE("midi and parameter tools are refused where no host offers them, and made where one does", "[cast]")
{
    const auto file = project / "Tests/Cast/AgentsFiles/beyond-schema/midi-without-host.json";
    const auto refused = loadCast(file);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Contains("needs a host that lends it"));
    CastHost host;
    host.sendMidi = [](const MidiMessage&) { return Result<void>(); };
    CHECK(loadCast(file, host));
}

TEST_CASE("a header takes secrets of tools from the environment, and no others", "[cast]")
{
    const std::string head = R"({"http": {"allowed_hosts": ["h"]}, "agents": [{"name": "A", "tools": [
{"kind": "http", "name": "t", "description": "d", "url": "https://h/", "headers": {"Authorization": "Bearer ${)";
    const auto host = hostWith({{"PARLEY_TOOL_HOOK", "of-the-hook"}, {"OPENAI_API_KEY", "of-openai"}});
    CHECK(parseCast(head + "PARLEY_TOOL_HOOK}\"}}]}]}", "agents.json", host));
    const auto foreign = parseCast(head + "OPENAI_API_KEY}\"}}]}]}", "agents.json", host);
    REQUIRE_FALSE(foreign);
    CHECK_THAT(foreign.error().message, Contains("begins with PARLEY_TOOL_") && !Contains("of-openai"));
    const auto unset = parseCast(head + "PARLEY_TOOL_OTHER}\"}}]}]}", "agents.json", host);
    REQUIRE_FALSE(unset);
    CHECK_THAT(unset.error().message, Contains("PARLEY_TOOL_OTHER is not set"));
}

TEST_CASE("the example of the documentation is an agents file", "[cast]")
{
    const auto cast = parseCast(exampleIn(project / "docs/agents-file.md"), "docs/agents-file.md");
    INFO((cast ? "" : cast.error().message));
    REQUIRE(cast);
    CHECK(cast.value().agents.size() >= 2);
}
