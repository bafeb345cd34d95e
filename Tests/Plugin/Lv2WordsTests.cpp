// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the LV2's choices: hosts read them from its description, and show the one that stands at a value.
#include "Plugin/BuiltPlugin.h"
#include "Plugin/Instance.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace parley::tests;
using parley::test::TemporaryFolder;

namespace
{

std::string read(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> all(const std::string& text, const char* pattern)
{
    const std::regex expression(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
        found.push_back((*match)[1]);
    return found;
}

/// What the description says of one parameter.
struct Described
{
    std::string id;
    double maximum = 0;
    std::vector<std::string> words;
    std::vector<double> values;
};

std::vector<Described> describedChoices(const std::string& description)
{
    std::vector<Described> choices;
    std::istringstream stream(description);
    std::string statement;
    for (std::string line; std::getline(stream, line);)
    {
        statement += line + "\n";
        if (!line.empty())
            continue;
        Described choice;
        choice.words = all(statement, "\t\trdfs:label \"([^\"]*)\"");
        for (const auto& value : all(statement, "rdf:value ([^ ]+) ;"))
            choice.values.push_back(std::stod(value));
        if (statement.find("a lv2:Parameter ;") != std::string::npos && !choice.values.empty())
        {
            choice.id = all(statement, "plug:(\\w+)").at(0);
            choice.maximum = std::stod(all(statement, "lv2:maximum ([0-9.]+)").at(0));
            choices.push_back(choice);
        }
        statement.clear();
    }
    return choices;
}

/// In their order; none: the parameter is a number.
std::vector<std::string> wordsOf(const juce::RangedAudioParameter& parameter)
{
    std::vector<std::string> words;
    const int steps = parameter.getNumSteps();
    for (int step = 0; parameter.isDiscrete() && step < steps; ++step)
        words.push_back(parameter.getText(static_cast<float>(step) / static_cast<float>(steps - 1), 64).toStdString());
    return words;
}

/// A description with one choice, as JUCE writes it.
std::string described(const std::vector<std::string>& values, const std::string& maximum = "2")
{
    std::string text = "@prefix plug: <https://parley.example/plugins/parley:> .\n\nplug:choice\n\ta lv2:Parameter ;\n"
                       "\tlv2:default 1 ;\n\tlv2:minimum 0 ;\n\tlv2:maximum " +
                       maximum + "\t ;\n\tlv2:portProperty lv2:enumeration ;\n\tlv2:scalePoint ";
    for (const auto& value : values)
        text += (&value == &values.front() ? "[" : ", [") + std::string("\n\t\trdfs:label \"A; [B]\" ;\n") +
                "\t\trdf:value " + value + " ;\n\t]";
    return text + " .\n\nplug:level\n\ta lv2:Parameter ;\n\tlv2:maximum 12 .\n";
}

/// Whether the script takes the file, which it changes.
bool isPutIntoUnits(const std::filesystem::path& file)
{
    const auto command =
        "'" PARLEY_CMAKE "' '-DDESCRIPTION=" + file.string() + "' -P '" PARLEY_SCALE_POINTS "' >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
}

} // namespace

TEST_CASE("the built LV2 describes each choice with the plugin's words, at the numbers that the parameter takes")
{
    const Instance instance;
    const auto choices = describedChoices(read(std::filesystem::path(PARLEY_LV2) / "dsp.ttl"));
    CHECK(choices.size() == 11);
    for (const auto& choice : choices)
    {
        INFO(choice.id);
        const auto* parameter = instance->parameters().find(choice.id);
        REQUIRE(parameter != nullptr);
        CHECK(choice.words == wordsOf(*parameter));
        REQUIRE(choice.values.size() == choice.words.size());
        CHECK(choice.values.back() == choice.maximum);
        for (std::size_t step = 0; step < choice.values.size(); ++step)
            CHECK(choice.values[step] == static_cast<double>(step));
    }
}

TEST_CASE("an LV2 host shows the right word at each step of each choice")
{
    const Instance instance;
    const auto loaded = loadLv2();
    for (auto* parameter : instance->getParameters())
    {
        const auto words = wordsOf(dynamic_cast<juce::RangedAudioParameter&>(*parameter));
        auto* hosted = loaded->find(parameter->getName(64));
        REQUIRE(hosted != nullptr);
        INFO(parameter->getName(64));
        for (std::size_t step = 0; step < words.size(); ++step)
        {
            const auto value = static_cast<float>(step) / static_cast<float>(words.size() - 1);
            CHECK(hosted->getText(value, 64).toStdString() == words[step]);
            CHECK(hosted->getValueForText(words[step]) == Approx(value));
        }
    }
    CHECK(loaded->find("Barge-in")->getCurrentValueAsText() == "Service");
}

TEST_CASE("scale points from 0 to 1 are put into units, and those in units stay as they are")
{
    const TemporaryFolder folder;
    const auto file = folder.write("dsp.ttl", described({"0", "0.5", "1"}));
    for (int round = 0; round < 2; ++round)
    {
        REQUIRE(isPutIntoUnits(file));
        CHECK(read(file) == described({"0", "1", "2"}));
    }
    folder.write("dsp.ttl", described({"0", "0.333333", "0.666667", "1"}, "3"));
    REQUIRE(isPutIntoUnits(file));
    CHECK(read(file) == described({"0", "1", "2", "3"}, "3"));
    folder.write("dsp.ttl", described({"0", "1"}, "1"));
    REQUIRE(isPutIntoUnits(file));
    CHECK(read(file) == described({"0", "1"}, "1"));
}

TEST_CASE("a description that JUCE writes otherwise stops the build, and stays as it is")
{
    const TemporaryFolder folder;
    for (const auto& description :
         {described({"0", "0.4", "1"}), described({"0", "0.5", "7"}), described({"0", "1.5", "2"}),
          described({"0", "0.5", "1"}, "3"), described({"0", "0.5", "1"}, "2.5"), described({"1", "0.5", "0"}),
          std::string("plug:level\n\ta lv2:Parameter ;\n\tlv2:maximum 12 .\n")})
    {
        INFO(description);
        const auto file = folder.write("dsp.ttl", description);
        CHECK_FALSE(isPutIntoUnits(file));
        CHECK(read(file) == description);
    }
    CHECK_FALSE(isPutIntoUnits(folder.path() / "missing.ttl"));
}
