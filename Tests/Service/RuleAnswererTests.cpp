// SPDX-License-Identifier: Apache-2.0
#include "Service/RuleAnswerer.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

namespace
{

std::string answerTo(const std::string& text, const std::string& instructions = "")
{
    RuleAnswerer answerer(
        []
        {
            std::tm time{};
            time.tm_hour = 15;
            time.tm_min = 5;
            time.tm_wday = 0;
            time.tm_mday = 22;
            time.tm_mon = 10;
            time.tm_year = 126;
            return time;
        });
    return answerer.answer({instructions, {{wire::Role::user, text}}, ""}).value().text;
}

/// The user asked, this function was called, and gave this.
AnswerRequest behindCall(const std::string& function, const std::string& output)
{
    AnswerRequest request{"", {{wire::Role::user, "billing please"}}, output};
    const wire::Json call = {{"id", "one"}, {"type", "function"}, {"function", {{"name", function}}}};
    request.messages = {{{"role", "user"}, {"content", "billing please"}},
                        {{"role", "assistant"}, {"tool_calls", wire::Json::array({call})}},
                        {{"role", "tool"}, {"tool_call_id", "one"}, {"content", output}}};
    return request;
}

} // namespace

TEST_CASE("what matches no rule is repeated")
{
    CHECK(answerTo("go forward ten meters") == "You said: go forward ten meters.");
    CHECK(answerTo("It is raining!") == "You said: It is raining!");
    CHECK(answerTo("could you open the door") == "You said: could you open the door.");
}

TEST_CASE("a question that no rule is for is answered with what is true: that it does not know")
{
    const std::string unknown = "I do not know. I am a small local service, and answer by a few fixed rules.";
    CHECK(answerTo("What is the capital of France?") == unknown);
    CHECK(answerTo("who won the world cup in nineteen ninety") == unknown);
    CHECK(answerTo("is it raining") == unknown);
    CHECK(answerTo("Do you know what time it is?") == "It is 3:05 PM.");
    CHECK(answerTo("how are you") == "I am well, thank you.");
}

TEST_CASE("a long story is told on request, unless something else is to be said of it")
{
    CHECK_THAT(answerTo("Tell me a long story"), Catch::EndsWith("unless you ask me to begin again."));
    CHECK_THAT(answerTo("talk at length about the sea"), Catch::StartsWith("I would gladly talk about the sea, "));
    CHECK(answerTo("please say: tell me a story") == "tell me a story");
    CHECK(answerTo("he told me a long story") == "You said: he told me a long story.");
}

TEST_CASE("an answer can be dictated by the user or by the instructions")
{
    CHECK(answerTo("Reply with exactly ok.") == "ok.");
    CHECK(answerTo("anything", "Be kind.\nReply with exactly: Good day.\nNothing else.") == "Good day.");
}

TEST_CASE("small talk is answered")
{
    CHECK(answerTo("Hello there") == "Hello! How can I help you?");
    CHECK(answerTo("my name is Ada.") == "Nice to meet you, Ada.");
    CHECK(answerTo("what time is it") == "It is 3:05 PM.");
    CHECK(answerTo("what is the date today") == "Today is Sunday, November 22, 2026.");
    CHECK(answerTo("Thanks!") == "You are welcome.");
    CHECK(answerTo("please count to three") == "1, 2, 3.");
    CHECK(answerTo("count to 1000000") == "You said: count to 1000000.");
}

TEST_CASE("speech that was not understood is asked for again")
{
    CHECK(answerTo("") == "I did not understand that. Please say it again.");
    CHECK(RuleAnswerer().answer({}).value().text == "I did not understand that. Please say it again.");
}

TEST_CASE("the name is remembered and a tool's output is told")
{
    RuleAnswerer answerer;
    const std::vector<SpokenTurn> turns = {{wire::Role::user, "My name is Ada"},
                                           {wire::Role::assistant, "Nice to meet you, Ada."},
                                           {wire::Role::user, "what is my name?"}};
    CHECK(answerer.answer({"", turns, ""}).value().text == "Your name is Ada.");
    CHECK(answerer.answer({"", turns, "It is sunny."}).value().text == "It is sunny.");
}

TEST_CASE("sums are done, in words and in digits")
{
    CHECK(answerTo("what is two plus three") == "2 plus 3 is 5.");
    CHECK(answerTo("What is 12 * 12?") == "12 times 12 is 144.");
    CHECK(answerTo("twenty five minus one hundred and five") == "25 minus 105 is -80.");
    CHECK(answerTo("how much is ten divided by four") == "10 divided by 4 is 2.5.");
    CHECK(answerTo("7 / 0") == "Nothing can be divided by zero.");
    CHECK(answerTo("two apples and three plus") == "You said: two apples and three plus.");
}

TEST_CASE("words are repeated on request, and so is the last answer")
{
    CHECK(answerTo("Please say: good night") == "good night");
    CHECK(answerTo("repeat after me the cat sat") == "the cat sat");
    CHECK(answerTo("Say exactly: all clear") == "all clear");
    RuleAnswerer answerer;
    const std::vector<SpokenTurn> turns = {{wire::Role::user, "Hello"},
                                           {wire::Role::assistant, "Hello! How can I help you?"},
                                           {wire::Role::user, "Could you say that again?"}};
    CHECK(answerer.answer({"", turns, ""}).value().text == "Hello! How can I help you?");
    CHECK(answerTo("say that again") == "I have not said anything yet.");
}

TEST_CASE("an answer that a guardrail stopped is not said again, whoever tells of it")
{
    const auto line = GENERATE(values<SpokenTurn>(
        {{wire::Role::system, "A guardrail (topic) stopped the last answer."},
         {wire::Role::user, "guardrail triggered: topic"},
         {wire::Role::user, "\u26a0\ufe0f Your last answer was blocked. \nFailed Guardrail Reason: No secrets. \n"
                            "Failure Details: {}. \nPlease divert discussion back to an approved topic."}}));
    AnswerRequest request;
    request.turns = {{wire::Role::user, "Say exactly: the secret"}, {wire::Role::assistant, "the secret"}, line};
    request.tools = wire::Json::array({{{"type", "function"}, {"name", "get_topic"}}});
    const auto answer = RuleAnswerer().answer(request).value();
    CHECK(answer.calls.empty());
    CHECK(answer.text == "I am sorry, I will not say that.");
}

TEST_CASE("who only talks about guardrails stops nothing")
{
    CHECK(answerTo("The guardrail was triggered") == "You said: The guardrail was triggered.");
    CHECK(answerTo("Say exactly: your last answer was blocked") == "your last answer was blocked");
}

TEST_CASE("behind a handoff the new agent says who it is")
{
    const auto told = [](const std::string& output, const std::string& function = "transfer_to_billing")
    { return RuleAnswerer().answer(behindCall(function, output)).value().text; };
    CHECK(told(R"({"assistant":"Billing"})") == "This is Billing. How can I help you?");
    CHECK(told(R"({"assistant":"Billing","open":true})") == R"({"assistant":"Billing","open":true})");
    CHECK(told(R"({"assistant":7})") == R"({"assistant":7})");
    CHECK(told(R"({"assistant":"Billing"})", "find_assistant") == R"({"assistant":"Billing"})");
}
