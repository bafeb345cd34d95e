// SPDX-License-Identifier: Apache-2.0
#include "ChatBodies.h"
#include "ExchangeDriver.h"
#include "Service/Http/ChatExchange.h"
#include "Service/RuleAnswerer.h"

using namespace parley;
using namespace parley::service;

namespace
{

GatheredAnswer chat(const Json& changes)
{
    Identifiers ids(1);
    RuleAnswerer answerer;
    ChatExchange exchange(std::get<ChatRequest>(readBody(changes)), ids, 1'700'000'000);
    return runExchange(exchange,
                       [&](const EngineWork& work) -> EngineResult
                       { return answerer.answer(std::get<AnswerJob>(work).request).value(); });
}

/// An engine that finds an answer in these steps.
GatheredAnswer chatInParts(const std::vector<EngineResult>& results, const Json& changes)
{
    Identifiers ids(1);
    ChatExchange exchange(std::get<ChatRequest>(readBody(changes)), ids, 1'700'000'000);
    std::size_t next = 0;
    return runExchange(exchange, [&](const EngineWork&) { return results.at(next++); });
}

std::string wordsOf(const GatheredAnswer& answer)
{
    std::string text;
    for (const auto& event : answer.events())
        if (event.is_object() && !event.at("choices").empty())
            if (const auto& delta = event.at("choices").at(0).at("delta"); delta.contains("content"))
                text += delta.at("content").get<std::string>();
    return text;
}

} // namespace

TEST_CASE("a chat is answered in one completion, with its usage")
{
    const auto completion = Json::parse(chat(Json::object()).body);
    CHECK(completion.at("object") == "chat.completion");
    CHECK(completion.at("created") == 1'700'000'000);
    CHECK(completion.at("model") == "gpt-4o-mini");
    const auto& choice = completion.at("choices").at(0);
    CHECK(choice.at("message").at("content") == "Hello! How can I help you?");
    CHECK(choice.at("finish_reason") == "stop");
    const auto& usage = completion.at("usage");
    CHECK(usage.at("total_tokens") == usage.at("prompt_tokens").get<int>() + usage.at("completion_tokens").get<int>());
    CHECK(usage.at("prompt_tokens_details") == Json{{"cached_tokens", 0}, {"audio_tokens", 0}});
    CHECK(usage.at("completion_tokens_details") == Json{{"reasoning_tokens", 0},
                                                        {"audio_tokens", 0},
                                                        {"accepted_prediction_tokens", 0},
                                                        {"rejected_prediction_tokens", 0}});
}

TEST_CASE("a streamed chat is the same words in pieces, then the reason, the usage and the end")
{
    const auto answer = chat({{"stream", true}, {"stream_options", {{"include_usage", true}}}});
    const auto events = answer.events();
    REQUIRE(events.size() > 4);
    CHECK(events.front().at("choices").at(0).at("delta").at("role") == "assistant");
    CHECK(events.back() == "[DONE]");
    CHECK(events[events.size() - 2].at("usage").at("completion_tokens") == 7);
    CHECK(events[events.size() - 3].at("choices").at(0).at("finish_reason") == "stop");
    CHECK(wordsOf(answer) == "Hello! How can I help you?");
}

TEST_CASE("words that are told before the rest of an answer is found go out at once, and once")
{
    const Json usage = {{"include_usage", true}};
    const auto answer = chatInParts({AnswerPart{"One two. "}, AnswerPart{"Three. "}, Answer("One two. Three. Four.")},
                                    {{"stream", true}, {"stream_options", usage}});
    CHECK(answer.pieces.size() == 3);
    CHECK(answer.work.size() == 1);
    CHECK(wordsOf(answer) == "One two. Three. Four.");
    const auto events = answer.events();
    CHECK(events[events.size() - 2].at("usage").at("completion_tokens") == 6);
    CHECK(events.back() == "[DONE]");
}

TEST_CASE("an answer in parts is one completion where it is not streamed")
{
    const auto answer = chatInParts({AnswerPart{"One two. "}, Answer("One two. Three.")}, Json::object());
    const auto completion = Json::parse(answer.body);
    CHECK(completion.at("choices").at(0).at("message").at("content") == "One two. Three.");
}

TEST_CASE("a stop that begins in one part and ends in the next is not told, nor what follows it")
{
    const auto answer = chatInParts({AnswerPart{"One. "}, AnswerPart{"Two. Three. "}, Answer("is not asked for")},
                                    {{"stream", true}, {"stop", ". Two"}});
    CHECK(wordsOf(answer) == "One");
    const auto events = answer.events();
    CHECK(events[events.size() - 2].at("choices").at(0).at("finish_reason") == "stop");
    const auto limited =
        chatInParts({AnswerPart{"One two three. "}, Answer("is not asked for")}, {{"stream", true}, {"max_tokens", 1}});
    CHECK(wordsOf(limited) == "One ");
}

TEST_CASE("calls behind words that were told follow them")
{
    const auto answer =
        chatInParts({AnswerPart{"One. "}, Answer({FunctionCall{"f", "{}"}}, "One. ")}, {{"stream", true}});
    CHECK(wordsOf(answer) == "One. ");
    const auto events = answer.events();
    CHECK(events[events.size() - 2].at("choices").at(0).at("finish_reason") == "tool_calls");
}

TEST_CASE("a streamed answer that fails in the middle ends with the error, without an end of its own")
{
    const Error gone{ErrorCode::connectFailed, "The server went away: start it again.", "upstream"};
    const auto events = chatInParts({AnswerPart{"One. "}, gone}, {{"stream", true}}).events();
    CHECK(events.back().at("error").at("code") == "connect_failed");
    CHECK(Json::parse(chatInParts({gone}, {{"stream", true}}).body).at("error").at("code") == "connect_failed");
}

TEST_CASE("a chat calls functions by what was said, streamed or not")
{
    const auto said = userSays("What is the weather in Paris?");
    const auto completion = Json::parse(chat({{"messages", said}, {"tools", Json::array({weather()})}}).body);
    const auto& choice = completion.at("choices").at(0);
    CHECK(choice.at("finish_reason") == "tool_calls");
    CHECK(choice.at("message").at("content").is_null());
    const auto& function = choice.at("message").at("tool_calls").at(0).at("function");
    CHECK(function.at("name") == "get_weather");
    CHECK(Json::parse(function.at("arguments").get<std::string>()) == Json{{"city", "Paris"}});
    const auto streamed = chat({{"messages", said}, {"tools", Json::array({weather()})}, {"stream", true}}).events();
    const auto& begun = streamed[1].at("choices").at(0).at("delta").at("tool_calls").at(0);
    CHECK(begun.at("index") == 0);
    CHECK(begun.at("function").at("name") == "get_weather");
    CHECK(streamed[2].at("choices").at(0).at("delta").at("tool_calls").at(0).at("function").at("arguments") ==
          function.at("arguments"));
}

TEST_CASE("a forced function is called whatever was said, and none when that is forbidden")
{
    const Json named = {{"type", "function"}, {"function", {{"name", "get_weather"}}}};
    const auto forced = Json::parse(chat({{"tools", Json::array({weather()})}, {"tool_choice", named}}).body);
    CHECK(forced.at("choices").at(0).at("finish_reason") == "tool_calls");
    const auto said = userSays("What is the weather in Paris?");
    const auto none =
        Json::parse(chat({{"messages", said}, {"tools", Json::array({weather()})}, {"tool_choice", "none"}}).body);
    CHECK(none.at("choices").at(0).at("finish_reason") == "stop");
}

TEST_CASE("the outputs of functions are answered in the order of their calls")
{
    const auto messages = Json::array(
        {message("user", "both"), calling({"one", "two"}), outputOf("two", "second"), outputOf("one", "first")});
    const auto answer = Json::parse(chat({{"messages", messages}}).body);
    CHECK(answer.at("choices").at(0).at("message").at("content") == "first second");
}

TEST_CASE("instructions, content in parts, a limit and a stop shape the answer")
{
    const Json part = {{"type", "text"}, {"text", "Go"}};
    const auto messages = Json::array(
        {message("developer", "Reply with exactly: one two three four"), message("user", Json::array({part}))});
    const auto textOf = [&](Json more)
    {
        more["messages"] = messages;
        const auto completion = Json::parse(chat(more).body);
        const auto& choice = completion.at("choices").at(0);
        return choice.at("message").at("content").get<std::string>() + "/" +
               choice.at("finish_reason").get<std::string>();
    };
    CHECK(textOf(Json::object()) == "one two three four/stop");
    CHECK(textOf({{"max_completion_tokens", 2}}) == "one two /length");
    CHECK(textOf({{"stop", " three"}}) == "one two/stop");
}

TEST_CASE("a long answer comes whole where nobody asks for less, streamed or not")
{
    const std::string text = []
    {
        std::string words;
        while (words.size() < 100000)
            words += "word ";
        return words;
    }();
    const auto answer = chatInParts({Answer(text)}, {{"max_tokens", 100000}});
    const auto choice = Json::parse(answer.body).at("choices").at(0);
    CHECK(choice.at("message").at("content") == text);
    CHECK(choice.at("finish_reason") == "stop");
    const auto streamed = chatInParts({Answer(text)}, {{"stream", true}});
    CHECK(wordsOf(streamed) == text);
    CHECK(streamed.body.find(R"("finish_reason":"stop")") != std::string::npos);
}

TEST_CASE("an answer in the form of a schema is content as any other, streamed or not")
{
    const Json changes = {{"messages", userSays("A trip to Paris for 3 days")}, {"response_format", tripFormat()}};
    const Json wanted = {{"city", "Paris"}, {"days", 3}};
    const auto choice = Json::parse(chat(changes).body).at("choices").at(0);
    CHECK(Json::parse(choice.at("message").at("content").get<std::string>()) == wanted);
    CHECK_FALSE(choice.at("message").contains("tool_calls"));
    CHECK(choice.at("finish_reason") == "stop");
    auto streamed = changes;
    streamed["stream"] = true;
    CHECK(Json::parse(wordsOf(chat(streamed))) == wanted);
}

TEST_CASE("functions are called before an answer takes the form of a schema")
{
    const auto said = message("user", "What is the weather in Paris?");
    Json changes = {{"messages", Json::array({said})},
                    {"tools", Json::array({weather()})},
                    {"response_format", formatOf({{"answer", {{"type", "string"}}}}, {"answer"})}};
    const auto called = Json::parse(chat(changes).body).at("choices").at(0);
    CHECK(called.at("finish_reason") == "tool_calls");
    CHECK(called.at("message").at("content").is_null());
    changes["messages"] = Json::array({said, calling({"one"}), outputOf("one", "Sunny.")});
    const auto answered = Json::parse(chat(changes).body).at("choices").at(0);
    CHECK(answered.at("message").at("content") == R"({"answer":"Sunny."})");
}
