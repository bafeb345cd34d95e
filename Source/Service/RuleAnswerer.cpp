// SPDX-License-Identifier: Apache-2.0
#include "Service/RuleAnswerer.h"

#include "Service/JsonDepth.h"
#include "Service/LongTalk.h"
#include "Service/Questions.h"
#include "Service/StructuredText.h"
#include "Service/Sums.h"
#include "Service/ToolMatcher.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace parley::service
{
namespace
{

std::tm machineTime()
{
    const auto now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return local;
}

std::string lower(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::string_view trim(std::string_view text, std::string_view what = " \t\r\n")
{
    const auto first = text.find_first_not_of(what);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(what) - first + 1);
}

/// What follows `words` in the text.
std::optional<std::string> textAfter(const std::string& text, std::string_view words)
{
    const auto place = lower(text).find(words);
    if (place == std::string::npos)
        return std::nullopt;
    return text.substr(place + words.size());
}

bool says(const std::string& lowered, std::initializer_list<std::string_view> phrases)
{
    return std::ranges::any_of(phrases, [&](auto phrase) { return lowered.find(phrase) != std::string::npos; });
}

std::optional<std::string> dictated(const std::string& text)
{
    auto rest = textAfter(text, "reply with exactly");
    if (!rest.has_value())
        rest = textAfter(text, "say exactly");
    if (!rest.has_value())
        return std::nullopt;
    const auto line = trim(trim(std::string_view(*rest).substr(0, rest->find('\n'))), ": ");
    return line.empty() ? std::nullopt : std::optional(std::string(line));
}

/// 0 when it is no number that can be counted to.
int readNumber(std::string_view word)
{
    constexpr std::array<std::string_view, 20> names = {"one",     "two",       "three",    "four",     "five",
                                                        "six",     "seven",     "eight",    "nine",     "ten",
                                                        "eleven",  "twelve",    "thirteen", "fourteen", "fifteen",
                                                        "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    const auto named = std::ranges::find(names, word);
    if (named != names.end())
        return static_cast<int>(named - names.begin()) + 1;
    int number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    return read.ec == std::errc() && number >= 1 && number <= 100 ? number : 0;
}

std::optional<std::string> counted(const std::string& text)
{
    const auto rest = textAfter(text, "count to ");
    if (!rest.has_value())
        return std::nullopt;
    const auto word = lower(*rest);
    const auto last = readNumber(trim(std::string_view(word).substr(0, word.find_first_of(" .,!?"))));
    if (last == 0)
        return std::nullopt;
    // A sentence each ten, so that the first are heard while the last are still to be spoken.
    std::string numbers;
    for (int i = 1; i <= last; ++i)
        numbers += std::to_string(i) + (i == last ? "." : (i % 10 == 0 ? ". " : ", "));
    return numbers;
}

std::optional<std::string> nameIn(const std::string& text)
{
    const auto rest = textAfter(text, "my name is ");
    if (!rest.has_value())
        return std::nullopt;
    const auto name = trim(std::string_view(*rest).substr(0, rest->find_first_of(".,!?\n")));
    return name.empty() ? std::nullopt : std::optional(std::string(name));
}

std::string nameOfUser(const std::vector<SpokenTurn>& turns)
{
    for (auto turn = turns.rbegin(); turn != turns.rend(); ++turn)
        if (turn->role == wire::Role::user)
            if (const auto name = nameIn(turn->text))
                return "Your name is " + *name + ".";
    return "You have not told me your name.";
}

std::string describeTime(const std::tm& time)
{
    const int hour = time.tm_hour % 12 == 0 ? 12 : time.tm_hour % 12;
    const auto minute = std::to_string(time.tm_min);
    return "It is " + std::to_string(hour) + ":" + (minute.size() < 2 ? "0" : "") + minute +
           (time.tm_hour < 12 ? " AM." : " PM.");
}

std::string describeDate(const std::tm& time)
{
    constexpr std::array<std::string_view, 7> days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
    constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                         "May",       "June",     "July",     "August",
                                                         "September", "October",  "November", "December"};
    return "Today is " + std::string(days.at(static_cast<std::size_t>(time.tm_wday))) + ", " +
           std::string(months.at(static_cast<std::size_t>(time.tm_mon))) + " " + std::to_string(time.tm_mday) + ", " +
           std::to_string(time.tm_year + 1900) + ".";
}

/// What the user asks to hear once more: his own words behind "repeat after me" or "please say", or the last answer.
std::optional<std::string> requested(const std::string& lowered, const std::string& said,
                                     const std::vector<SpokenTurn>& turns)
{
    for (const auto* phrase : {"repeat after me", "please say", "please repeat"})
        if (const auto rest = textAfter(said, phrase); rest.has_value() && !trim(*rest, " :,.!?\n").empty())
            return std::string(trim(*rest, " :,\n"));
    if (!says(lowered, {"say that again", "repeat that", "say it again", "once more"}))
        return std::nullopt;
    for (auto turn = turns.rbegin(); turn != turns.rend(); ++turn)
        if (turn->role == wire::Role::assistant && !turn->text.empty())
            return turn->text;
    return "I have not said anything yet.";
}

bool greets(const std::string& lowered)
{
    const auto first = trim(std::string_view(lowered)).substr(0, trim(lowered).find_first_of(" ,.!?"));
    return first == "hello" || first == "hi" || first == "hey";
}

std::string repeated(const std::string& text)
{
    const auto said = std::string(trim(text));
    return "You said: " + said + (said.find_last_of(".!?") == said.size() - 1 ? "" : ".");
}

/// Whether the functions that were called last hand over to another agent.
bool isBehindHandoff(const wire::Json& messages)
{
    for (auto message = messages.rbegin(); message != messages.rend(); ++message)
        if (const auto& calls = wire::objectField(*message, "tool_calls"); !calls.empty())
            return std::ranges::any_of(
                calls, [](const auto& call)
                { return handsOver(wire::textField(wire::objectField(call, "function"), "name")); });
    return false;
}

/// What tools gave; of a handoff as the Agents SDKs report it, {"assistant":"Billing"}, who speaks now.
std::string told(const AnswerRequest& request)
{
    const auto& output = request.toolOutput;
    const bool mayName = !isTooDeep(output) && isBehindHandoff(request.messages);
    const auto json = mayName ? wire::Json::parse(output, nullptr, false) : wire::Json();
    const auto agent = json.is_object() && json.size() == 1 ? wire::textField(json, "assistant") : std::string();
    return agent.empty() ? std::string(trim(output)) : "This is " + agent + ". How can I help you?";
}

} // namespace

bool tellsOfGuardrail(const SpokenTurn& turn)
{
    const auto text = lower(turn.text);
    if (turn.role == wire::Role::system)
        return says(text, {"guardrail"});
    const bool isOfSdk = text.starts_with("guardrail triggered:") ||
                         (says(text, {"your last answer was blocked"}) && says(text, {"failed guardrail reason:"}));
    return turn.role == wire::Role::user && isOfSdk;
}

bool isStoppedByGuardrail(const std::vector<SpokenTurn>& turns)
{
    return !turns.empty() && tellsOfGuardrail(turns.back());
}

RuleAnswerer::RuleAnswerer(LocalTime clock)
    : localTime(clock ? std::move(clock) : LocalTime(machineTime))
{
}

Result<Answer> RuleAnswerer::answer(const AnswerRequest& request)
{
    std::string said;
    for (const auto& turn : request.turns)
        if (turn.role == wire::Role::user)
            said = turn.text;
    auto answer = inWords(request, said);
    if (answer.calls.empty())
        answer.text = structuredText(request, said, std::move(answer.text));
    return answer;
}

Answer RuleAnswerer::inWords(const AnswerRequest& request, const std::string& said) const
{
    const bool isForced = request.toolChoice.is_object() || request.toolChoice == "required";
    auto calls = request.toolOutput.empty() ? matchTools(request, said) : std::vector<FunctionCall>();
    if (isForced && !calls.empty())
        return Answer(std::move(calls));
    if (isStoppedByGuardrail(request.turns))
        return Answer("I am sorry, I will not say that.");
    if (auto text = dictated(said))
        return Answer(std::move(*text));
    if (!calls.empty())
        return Answer(std::move(calls));
    if (auto text = dictated(request.toolOutput))
        return Answer(std::move(*text));
    if (auto text = dictated(request.instructions))
        return Answer(std::move(*text));
    if (!trim(request.toolOutput).empty())
        return Answer(told(request));
    if (trim(said).empty())
        return Answer("I did not understand that. Please say it again.");
    if (auto text = counted(said))
        return Answer(std::move(*text));
    if (auto text = sumIn(said))
        return Answer(std::move(*text));
    const auto lowered = lower(said);
    if (auto text = requested(lowered, said, request.turns))
        return Answer(std::move(*text));
    if (auto text = longTalkFor(said))
        return Answer(std::move(*text));
    return Answer(smallTalk(lowered, said, request.turns));
}

std::string RuleAnswerer::smallTalk(const std::string& lowered, const std::string& said,
                                    const std::vector<SpokenTurn>& turns) const
{
    if (const auto name = nameIn(said))
        return "Nice to meet you, " + *name + ".";
    if (says(lowered, {"what is my name", "what's my name"}))
        return nameOfUser(turns);
    if (says(lowered, {"your name", "who are you"}))
        return "I am Parley, the voice agent on this machine.";
    if (says(lowered, {"what time", "time is it"}))
        return describeTime(localTime());
    if (says(lowered, {"what day", "what is the date", "what's the date", "what date", "today's date"}))
        return describeDate(localTime());
    if (says(lowered, {"what can you do"}))
        return "I can repeat what you say, tell the time, the date and a long story, count, do sums, and remember your "
               "name.";
    if (says(lowered, {"thank you", "thanks"}))
        return "You are welcome.";
    if (greets(lowered))
        return "Hello! How can I help you?";
    if (says(lowered, {"how are you"}))
        return "I am well, thank you.";
    if (isQuestion(said))
        return "I do not know. I am a small local service, and answer by a few fixed rules.";
    return repeated(said);
}

} // namespace parley::service
