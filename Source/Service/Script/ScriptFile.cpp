// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/ScriptFile.h"

#include "Service/Script/Placeholders.h"
#include "Written/Detail/Fields.h"
#include "Written/Detail/WrittenFile.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace parley::service
{
namespace
{

using wire::Json;
using written::Choice;
using written::FaultList;
using written::Fields;
using written::Names;

constexpr auto* fileKind = "script";
constexpr std::size_t longestName = 64; ///< Schema: RealtimeFunctionTool, name; an agent's is shorter.

constexpr std::array<Choice<bool>, 2> choosings = {{{"in turn", false}, {"by seed", true}}};

/// What the answers and arguments of a rule may name.
struct Known
{
    std::set<std::string> names = {"said"};

    void check(const Fields& fields, const char* key, const std::string& text) const
    {
        for (const auto& name : placeholdersIn(text))
        {
            if (names.contains(name))
                continue;
            const auto meant = written::didYouMean(name, Names(names.begin(), names.end()));
            fields.fault(key, "\"{" + name + "}\" is not captured by every pattern of this rule" +
                                  (meant.empty() ? "." : meant));
        }
    }
};

std::vector<SpokenPattern> readPatterns(const Fields& fields)
{
    std::vector<SpokenPattern> patterns;
    if (!fields.has("patterns"))
        return patterns;
    const auto* list = fields.array("patterns", AnswerScript::mostPatterns);
    const auto texts = fields.texts("patterns", AnswerScript::mostPatterns, SpokenPattern::longest);
    if (list == nullptr || !texts || texts->size() != list->size())
        return patterns;
    if (texts->empty())
        fields.fault("patterns", "\"patterns\" needs at least one.");
    for (std::size_t i = 0; i < texts->size(); ++i)
    {
        auto pattern = SpokenPattern::parse((*texts)[i]);
        if (pattern)
            patterns.push_back(std::move(pattern).value());
        else
            fields.faults().add(fields.pathOf("patterns") + "/" + std::to_string(i), pattern.error().message);
    }
    return patterns;
}

std::set<std::string> capturedByAll(const std::vector<SpokenPattern>& patterns)
{
    if (patterns.empty())
        return {};
    auto names = patterns.front().captureNames();
    for (const auto& pattern : patterns)
        std::erase_if(names, [&](const std::string& name) { return !pattern.captureNames().contains(name); });
    return names;
}

ScriptCall readCall(const Json& json, const std::string& path, FaultList& faults, const Known& known)
{
    const Fields fields(json, path, faults, {"name", "arguments"});
    ScriptCall call;
    if (!fields.isObject())
        return call;
    fields.has("name");
    call.name = fields.text("name", longestName).value_or("");
    const auto* arguments = fields.find("arguments");
    if (arguments != nullptr && !arguments->is_object())
        fields.fault("arguments", "\"arguments\" must be an object in braces.");
    else if (arguments != nullptr)
        call.arguments = *arguments;
    for (const auto& text : textsIn(call.arguments))
        known.check(fields, "arguments", text);
    return call;
}

std::vector<ScriptCall> readCalls(const Fields& fields, const Known& known)
{
    std::vector<ScriptCall> calls;
    if (const auto* list = fields.array("calls", AnswerScript::mostCalls))
        for (std::size_t i = 0; i < list->size(); ++i)
            calls.push_back(
                readCall((*list)[i], fields.pathOf("calls") + "/" + std::to_string(i), fields.faults(), known));
    if (auto agent = fields.text("handoff", longestName))
        calls.push_back({std::move(*agent), Json::object(), true});
    return calls;
}

void readAnswers(const Fields& fields, ScriptRule& rule, const Known& known)
{
    rule.answers = fields.texts("answers", AnswerScript::mostAnswers, AnswerScript::longestAnswer).value_or(Names());
    for (const auto& answer : rule.answers)
        known.check(fields, "answers", answer);
    rule.isChosenBySeed = fields.choice("choose", choosings).value_or(false);
    if (rule.answers.empty() && rule.calls.empty())
        fields.faultHere("a rule needs \"answers\", \"calls\" or a \"handoff\".");
}

/// What `after` names is found once all rules are read.
struct ReadRule
{
    ScriptRule rule;
    std::string after;
    std::string path;
};

ReadRule readRule(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults,
                        {"name", "patterns", "answers", "choose", "calls", "handoff", "after", "once"});
    ReadRule read;
    read.path = path;
    if (!fields.isObject())
        return read;
    auto& rule = read.rule;
    rule.name = fields.text("name", longestName).value_or("");
    rule.patterns = readPatterns(fields);
    Known known;
    known.names.merge(capturedByAll(rule.patterns));
    rule.calls = readCalls(fields, known);
    if (!rule.calls.empty())
        known.names.insert("output");
    // Captures of patterns that do not read are not known: they would only be told as further faults.
    if (!rule.patterns.empty())
        readAnswers(fields, rule, known);
    rule.isOnce = fields.boolean("once").value_or(false);
    read.after = fields.text("after", longestName).value_or("");
    return read;
}

ScriptRule readOtherwise(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults, {"answers", "choose", "calls", "handoff"});
    ScriptRule rule;
    if (!fields.isObject())
        return rule;
    Known known;
    rule.calls = readCalls(fields, known);
    if (!rule.calls.empty())
        known.names.insert("output");
    readAnswers(fields, rule, known);
    return rule;
}

void connectRules(std::vector<ReadRule>& rules, FaultList& faults)
{
    Names names;
    for (const auto& read : rules)
    {
        const auto& name = read.rule.name;
        if (!name.empty() && std::ranges::find(names, name) != names.end())
            faults.add(read.path + "/name", "another rule is named \"" + name + "\", too; give one another name.");
        names.push_back(name);
    }
    for (auto& read : rules)
    {
        if (read.after.empty())
            continue;
        const auto found = std::ranges::find(names, read.after);
        if (found != names.end())
            read.rule.after = static_cast<std::size_t>(found - names.begin());
        else
        {
            const auto meant = written::didYouMean(read.after, names);
            faults.add(read.path + "/after",
                       "there is no rule named \"" + read.after + "\"" + (meant.empty() ? "; add it." : meant));
        }
    }
}

AnswerScript readScript(const Json& json, FaultList& faults)
{
    const Fields file(json, "", faults, {"$schema", "seed", "rules", "otherwise"});
    AnswerScript script;
    if (!file.isObject())
        return script;
    (void)file.text("$schema", 1024);
    constexpr int largestSeed = 2147483647;
    script.seed = static_cast<std::uint64_t>(file.integer("seed", 0, largestSeed).value_or(0));
    file.has("rules");
    std::vector<ReadRule> rules;
    if (const auto* list = file.array("rules", AnswerScript::mostRules))
        for (std::size_t i = 0; i < list->size(); ++i)
            rules.push_back(readRule((*list)[i], file.pathOf("rules") + "/" + std::to_string(i), faults));
    connectRules(rules, faults);
    for (auto& read : rules)
        script.rules.push_back(std::move(read.rule));
    if (const auto* otherwise = file.find("otherwise"))
        script.otherwise = readOtherwise(*otherwise, file.pathOf("otherwise"), faults);
    return script;
}

} // namespace

Result<AnswerScript> parseScript(const std::string& text, const std::string& nameForErrors)
{
    AnswerScript script;
    const auto read = written::readDocument(
        fileKind, text, nameForErrors, [&](const Json& json, FaultList& faults) { script = readScript(json, faults); });
    if (!read)
        return read.error();
    return script;
}

Result<AnswerScript> loadScript(const std::filesystem::path& file)
{
    const auto text = written::readWrittenFile(fileKind, file);
    if (!text)
        return text.error();
    return parseScript(text.value(), file.string());
}

} // namespace parley::service
