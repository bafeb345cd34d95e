// SPDX-License-Identifier: Apache-2.0
#include "Service/RuleAnswerer.h"
#include "Service/Script/ScriptAnswerer.h"
#include "Service/Script/ScriptFile.h"

#include <catch2/catch.hpp>

#include <initializer_list>

using namespace parley;
using namespace parley::service;
using wire::Json;

namespace
{

/// One conversation with a script; the answers are what was said to the user's lines before.
class Talk
{
public:
    explicit Talk(const std::string& rules, const std::string& more = "")
    {
        auto script = parseScript("{\"rules\":[" + rules + "]" + more + "}", "answers.json");
        INFO((script ? "" : script.error().message));
        REQUIRE(script);
        answerer = std::make_unique<ScriptAnswerer>(std::make_shared<const AnswerScript>(std::move(script).value()),
                                                    std::make_unique<RuleAnswerer>());
    }

    Answer answerTo(const std::string& text)
    {
        request.toolOutput.clear();
        request.turns.push_back({wire::Role::user, text});
        return ask();
    }

    Answer takeOutput(const std::string& output)
    {
        request.toolOutput = output;
        return ask();
    }

    std::string say(const std::string& text) { return answerTo(text).text; }

    void offer(std::initializer_list<const char*> names)
    {
        request.tools = Json::array();
        for (const auto* name : names)
            request.tools.push_back({{"type", "function"}, {"name", name}});
    }

    AnswerRequest request;

private:
    Answer ask()
    {
        auto answer = answerer->answer(request).value();
        if (answer.calls.empty())
            request.turns.push_back({wire::Role::assistant, answer.text});
        return answer;
    }

    std::unique_ptr<ScriptAnswerer> answerer;
};

constexpr auto* weather = R"({"name":"weather","patterns":["* weather in {place}"],
    "calls":[{"name":"get_weather","arguments":{"city":"{place}","line":"asked: {said}"}}],
    "answers":["In {place} it is {output}."]})";

} // namespace

TEST_CASE("the first rule that fits answers, with what the user said in it")
{
    Talk talk(R"({"patterns":["i am {name}"],"answers":["Hello {name}, not {nobody."]},
                 {"patterns":["* am *"],"answers":["Are you?"]})");
    CHECK(talk.say("I am Ada.") == "Hello Ada, not {nobody.");
    CHECK(talk.say("Am I?") == "Are you?");
}

TEST_CASE("what no rule of the script takes is answered by otherwise, or by the service's own rules")
{
    const auto* rule = R"({"patterns":["ping"],"answers":["pong"]})";
    Talk bare(rule);
    CHECK(bare.say("hello there") == "Hello! How can I help you?");
    CHECK(bare.say("") == "I did not understand that. Please say it again.");
    Talk full(rule, R"(,"otherwise":{"answers":["Never heard of \"{said}\".","No."]})");
    CHECK(full.say("Hello there") == "Never heard of \"Hello there\".");
    CHECK(full.say("ping") == "pong");
    CHECK(full.say("hello") == "No.");
    CHECK(full.say("") == "I did not understand that. Please say it again.");
}

TEST_CASE("several answers take turns, in each conversation anew")
{
    const auto* rule = R"({"patterns":["joke"],"answers":["one","two"]},{"patterns":["*"],"answers":["-"]})";
    Talk talk(rule);
    CHECK(talk.say("joke") == "one");
    CHECK(talk.say("else") == "-");
    CHECK(talk.say("joke") == "two");
    CHECK(talk.say("joke") == "one");
    CHECK(Talk(rule).say("joke") == "one");
}

TEST_CASE("answers by seed are the same for the same seed, and all come in the end")
{
    const auto run = [](const std::string& seed)
    {
        Talk talk(R"({"patterns":["joke"],"answers":["a","b","c"],"choose":"by seed"})", ",\"seed\":" + seed);
        std::string all;
        for (int i = 0; i < 20; ++i)
            all += talk.say("joke");
        return all;
    };
    CHECK(run("1") == run("1"));
    CHECK(run("1") != run("2"));
    for (const char letter : {'a', 'b', 'c'})
        CHECK(run("1").find(letter) != std::string::npos);
}

TEST_CASE("a rule can wait for another, and answer only once")
{
    Talk talk(R"({"name":"ask","patterns":["quiz"],"answers":["Ready?"]},
                 {"name":"first","patterns":["yes"],"after":"ask","answers":["What is two and two?"]},
                 {"patterns":["four"],"after":"first","answers":["Right."]},
                 {"patterns":["yes"],"once":true,"answers":["Yes to what?"]},
                 {"patterns":["*"],"answers":["Hm."]})");
    CHECK(talk.say("yes") == "Yes to what?");
    CHECK(talk.say("yes") == "Hm.");
    CHECK(talk.say("quiz") == "Ready?");
    CHECK(talk.say("yes") == "What is two and two?");
    CHECK(talk.say("four") == "Right.");
    CHECK(talk.say("four") == "Hm.");
}

TEST_CASE("a call has the captures in its arguments, and its output is told as the script has it")
{
    Talk talk(weather);
    talk.offer({"get_weather"});
    const auto call = talk.answerTo("What is the weather in New York?").calls.at(0);
    CHECK(call.name == "get_weather");
    CHECK(Json::parse(call.arguments) ==
          Json{{"city", "New York"}, {"line", "asked: What is the weather in New York?"}});
    CHECK(talk.takeOutput("sunny").text == "In New York it is sunny.");
    Talk silent(R"({"patterns":["go"],"calls":[{"name":"go"}]})");
    silent.offer({"go"});
    CHECK(silent.answerTo("go").calls.size() == 1);
    CHECK(silent.takeOutput("gone").text == "gone");
}

TEST_CASE("a captured number is a number in the arguments")
{
    Talk talk(R"({"patterns":["volume {level:number}"],"calls":[{"name":"set","arguments":
        {"level":"{level}","texts":["{level}%",1,null]}}]})");
    talk.offer({"set"});
    CHECK(Json::parse(talk.answerTo("volume twenty five").calls.at(0).arguments) ==
          Json{{"level", 25}, {"texts", {"25%", 1, nullptr}}});
    CHECK(Json::parse(talk.answerTo("volume 2.5").calls.at(0).arguments).at("level") == 2.5);
}

TEST_CASE("a rule whose functions are not offered leaves the line to the next")
{
    Talk talk(std::string(weather) + R"(,{"patterns":["* weather *"],"answers":["Look outside."]})");
    CHECK(talk.say("the weather in Rome") == "Look outside.");
    talk.offer({"get_weather"});
    CHECK(talk.answerTo("the weather in Rome").calls.size() == 1);
}

TEST_CASE("the tool choice of the request holds for the script, too")
{
    Talk talk(R"({"patterns":["go"],"answers":["Where?"]},
                 {"patterns":["go"],"calls":[{"name":"go"},{"name":"run"}]})");
    talk.offer({"go", "run", "rest"});
    CHECK(talk.say("go") == "Where?");
    talk.request.toolChoice = "required";
    CHECK(talk.answerTo("go").calls.size() == 2);
    talk.request.parallelToolCalls = false;
    CHECK(talk.answerTo("go").calls.size() == 1);
    talk.request.toolChoice = Json{{"type", "function"}, {"name", "run"}};
    CHECK(talk.answerTo("go").calls.at(0).name == "run");
    talk.request.toolChoice = Json{{"type", "function"}, {"name", "rest"}};
    CHECK(talk.answerTo("go").calls.at(0).name == "rest");
    Talk none(R"({"patterns":["go"],"calls":[{"name":"go"}]},{"patterns":["go"],"answers":["No."]})");
    none.offer({"go"});
    none.request.toolChoice = "none";
    CHECK(none.say("go") == "No.");
}

TEST_CASE("a handoff finds its function by the agent's name, and the next agent speaks")
{
    Talk talk(R"({"patterns":["* invoice *"],"handoff":"Billing Desk","answers":["This is billing."]})");
    talk.offer({"get_weather", "transfer_to_billing_desk"});
    CHECK(talk.answerTo("my invoice").calls.at(0).name == "transfer_to_billing_desk");
    talk.offer({"pay"});
    CHECK(talk.takeOutput(R"({"assistant":"Billing Desk"})").text == "This is billing.");
    talk.offer({"transfer_to_sales"});
    CHECK(talk.say("my invoice") == "You said: my invoice.");
}

TEST_CASE("an answer that a guardrail stopped is not said again")
{
    Talk talk(R"({"patterns":["*"],"answers":["A secret."]})");
    CHECK(talk.say("tell me") == "A secret.");
    talk.request.turns.push_back({wire::Role::system, "A guardrail stopped the answer."});
    CHECK(talk.takeOutput("").text == "I am sorry, I will not say that.");
}

TEST_CASE("the line by which an SDK tells of a guardrail is none of the user's")
{
    Talk talk(R"({"name":"ask","patterns":["ask"],"answers":["A secret."]},
                 {"patterns":["more"],"after":"ask","answers":["No more."]},
                 {"patterns":["*"],"answers":["Hm."]})");
    CHECK(talk.say("ask") == "A secret.");
    CHECK(talk.say("guardrail triggered: secrets") == "I am sorry, I will not say that.");
    CHECK(talk.say("more") == "No more.");
}

TEST_CASE("answers of a script take the form that the request wants, unless they have it")
{
    Talk talk(R"({"patterns":["hello"],"answers":["Good day."]},
                 {"patterns":["count"],"answers":["{\"answer\": 3}"]})");
    talk.request.responseFormat = {{"type", "json_object"}};
    CHECK(talk.say("hello") == R"({"answer":"Good day."})");
    CHECK(talk.say("count") == R"({"answer": 3})");
    CHECK(talk.say("thanks") == R"({"answer":"You are welcome."})");
}
