// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/ScriptAnswerer.h"

#include "Service/RuleAnswerer.h"
#include "Service/Script/Placeholders.h"
#include "Service/StructuredText.h"
#include "Service/ToolMatcher.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley::service
{
namespace
{

using wire::Json;

/// The rules, and which of them took the user's lines so far.
class ScriptProgress
{
public:
    explicit ScriptProgress(const std::vector<ScriptRule>& all)
        : rules(all)
        , taken(all.size())
    {
    }

    void pass(const std::string& text)
    {
        lines += 1;
        const SpokenLine line(text);
        std::optional<std::size_t> taker;
        for (std::size_t i = 0; i < rules.size() && !taker.has_value(); ++i)
            if (matchOf(i, line).has_value())
                taker = i;
        latest = taker;
        if (latest.has_value())
            taken[*latest] += 1;
        else
            untaken += 1;
    }

    [[nodiscard]] std::optional<Captures> matchOf(std::size_t place, const SpokenLine& line) const
    {
        const auto& rule = rules[place];
        const bool isItsTurn = !rule.after.has_value() || rule.after == before();
        if (!isItsTurn || (rule.isOnce && taken[place] > 0))
            return std::nullopt;
        for (const auto& pattern : rule.patterns)
            if (auto captures = pattern.match(line))
                return captures;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::size_t> before() const { return latest; }
    [[nodiscard]] std::size_t timesTaken(std::size_t place) const { return taken[place]; }
    [[nodiscard]] std::size_t timesUntaken() const { return untaken; }
    [[nodiscard]] std::size_t linesPassed() const { return lines; }

private:
    const std::vector<ScriptRule>& rules;
    std::vector<std::size_t> taken;
    std::optional<std::size_t> latest;
    std::size_t untaken = 0;
    std::size_t lines = 0;
};

/// splitmix64 (Steele, Lea and Flood, 2014): a number that a seed and a place give, whatever the machine.
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

/// The function of this name, or by which this agent is handed over to; empty: the session does not offer it.
std::string offered(const ScriptCall& call, const Json& tools)
{
    if (tools.is_array())
        for (const auto& tool : tools)
        {
            auto name = wire::textField(tool, "name");
            if (wire::textField(tool, "type") != "function")
                continue;
            if (name == call.name || (call.isHandoff && handsOverTo(name, call.name)))
                return name;
        }
    return {};
}

bool fitsToolChoice(const ScriptRule& rule, const AnswerRequest& request)
{
    if (request.toolChoice == "none")
        return rule.calls.empty();
    if (request.toolChoice == "required")
        return !rule.calls.empty();
    const auto forced = wire::textField(request.toolChoice, "name");
    return forced.empty() || std::ranges::any_of(rule.calls, [&](const ScriptCall& call)
                                                 { return offered(call, request.tools) == forced; });
}

bool isPossible(const ScriptRule& rule, const AnswerRequest& request)
{
    // Behind a handoff another agent offers other functions; what counts then is that the rule's calls were made.
    if (!request.toolOutput.empty())
        return true;
    return fitsToolChoice(rule, request) && std::ranges::all_of(rule.calls, [&](const ScriptCall& call)
                                                                { return !offered(call, request.tools).empty(); });
}

std::vector<FunctionCall> callsOf(const ScriptRule& rule, const AnswerRequest& request, const Value& value)
{
    const auto forced = wire::textField(request.toolChoice, "name");
    std::vector<FunctionCall> calls;
    for (const auto& call : rule.calls)
    {
        const auto name = offered(call, request.tools);
        const bool isWanted = forced.empty() || name == forced;
        if (isWanted && (calls.empty() || request.parallelToolCalls))
            calls.push_back(
                {name, filledJson(call.arguments, value).dump(-1, ' ', false, Json::error_handler_t::replace)});
    }
    return calls;
}

Value valuesOf(const AnswerRequest& request, const SpokenLine& line, Captures captures)
{
    return [&request, &line, captures = std::move(captures)](const std::string& name) -> Json
    {
        const auto found = captures.find(name);
        if (found != captures.end() && found->second.number.has_value())
        {
            const auto number = *found->second.number;
            // Whole numbers beyond it are not told apart by a double.
            constexpr double largest = 9007199254740992.0;
            const bool isWhole = std::abs(number) < largest && std::floor(number) == number;
            return isWhole ? Json(static_cast<std::int64_t>(number)) : Json(number);
        }
        if (found != captures.end())
            return found->second.text;
        return name == "output" ? request.toolOutput : line.text();
    };
}

/// Nothing: the other answerer has the word. `choice` says which of the answers it is.
std::optional<Answer> sayOrCall(const ScriptRule& rule, const AnswerRequest& request, const SpokenLine& line,
                                Captures captures, std::uint64_t choice)
{
    const auto value = valuesOf(request, line, std::move(captures));
    if (!rule.calls.empty() && request.toolOutput.empty())
        return Answer(callsOf(rule, request, value));
    // Outputs that come to a rule without calls were not asked for by the script.
    const bool isOthersOutput = rule.calls.empty() && !request.toolOutput.empty();
    if (rule.answers.empty() || isOthersOutput)
        return std::nullopt;
    auto text = filledText(rule.answers[choice % rule.answers.size()], value);
    return Answer(structuredText(request, line.text(), std::move(text)));
}

} // namespace

ScriptAnswerer::ScriptAnswerer(std::shared_ptr<const AnswerScript> answers, std::unique_ptr<Answerer> other)
    : script(std::move(answers))
    , otherwise(std::move(other))
{
}

Result<Answer> ScriptAnswerer::answer(const AnswerRequest& request)
{
    if (auto written = fromScript(request))
        return std::move(*written);
    return otherwise->answer(request);
}

std::optional<Answer> ScriptAnswerer::fromScript(const AnswerRequest& request) const
{
    std::vector<const std::string*> said;
    for (const auto& turn : request.turns)
        if (turn.role == wire::Role::user && !tellsOfGuardrail(turn))
            said.push_back(&turn.text);
    if (said.empty() || isStoppedByGuardrail(request.turns))
        return std::nullopt;
    const SpokenLine line(*said.back());
    if (line.words().empty())
        return std::nullopt;
    ScriptProgress progress(script->rules);
    for (auto i = said.size() - std::min(said.size(), mostTurns); i + 1 < said.size(); ++i)
        progress.pass(*said[i]);
    const auto choose = [&](const ScriptRule& rule, std::size_t place, std::size_t count)
    { return rule.isChosenBySeed ? mixed(mixed(script->seed + place) + progress.linesPassed()) : count; };
    for (std::size_t i = 0; i < script->rules.size(); ++i)
    {
        const auto& rule = script->rules[i];
        if (!isPossible(rule, request))
            continue;
        if (auto captures = progress.matchOf(i, line))
            return sayOrCall(rule, request, line, std::move(*captures), choose(rule, i, progress.timesTaken(i)));
    }
    if (!script->otherwise.has_value() || !isPossible(*script->otherwise, request))
        return std::nullopt;
    return sayOrCall(*script->otherwise, request, line, {},
                     choose(*script->otherwise, script->rules.size(), progress.timesUntaken()));
}

} // namespace parley::service
