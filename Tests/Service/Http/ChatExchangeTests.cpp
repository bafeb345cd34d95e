// SPDX-License-Identifier: Apache-2.0
#include "ExchangeDriver.h"
#include "Service/Http/ChatExchange.h"
#include "Service/RuleAnswerer.h"

using namespace parley;
using namespace parley::service;

namespace
{

Json message(const std::string& role, Json content)
{
    return Json{{"role", role}, {"content", std::move(content)}};
}

Json userSays(const std::string& text)
{
    return Json::array({message("user", text)});
}

std::variant<ChatRequest, PlainAnswer> readBody(const Json& changes)
{
    Json body = {{"model", "gpt-4o-mini"}, {"messages", userSays("Hello")}};
    body.update(changes);
    return readChatRequest({"application/json", body.dump()});
}

Json faultOf(const Json& changes)
{
    const auto read = readBody(changes);
    REQUIRE(std::holds_alternative<PlainAnswer>(read));
    return Json::parse(std::get<PlainAnswer>(read).body).at("error");
}

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

const Json weather = {
    {"type", "function"},
    {"function",
     {{"name", "get_weather"},
      {"description", "Weather in a city"},
      {"parameters", {{"type", "object"}, {"properties", {{"city", {{"type", "string"}}}}}, {"required", {"city"}}}}}}};

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
    const auto completion = Json::parse(chat({{"messages", said}, {"tools", Json::array({weather})}}).body);
    const auto& choice = completion.at("choices").at(0);
    CHECK(choice.at("finish_reason") == "tool_calls");
    CHECK(choice.at("message").at("content").is_null());
    const auto& function = choice.at("message").at("tool_calls").at(0).at("function");
    CHECK(function.at("name") == "get_weather");
    CHECK(Json::parse(function.at("arguments").get<std::string>()) == Json{{"city", "Paris"}});
    const auto streamed = chat({{"messages", said}, {"tools", Json::array({weather})}, {"stream", true}}).events();
    const auto& begun = streamed[1].at("choices").at(0).at("delta").at("tool_calls").at(0);
    CHECK(begun.at("index") == 0);
    CHECK(begun.at("function").at("name") == "get_weather");
    CHECK(streamed[2].at("choices").at(0).at("delta").at("tool_calls").at(0).at("function").at("arguments") ==
          function.at("arguments"));
}

TEST_CASE("a forced function is called whatever was said, and none when that is forbidden")
{
    const Json named = {{"type", "function"}, {"function", {{"name", "get_weather"}}}};
    const auto forced = Json::parse(chat({{"tools", Json::array({weather})}, {"tool_choice", named}}).body);
    CHECK(forced.at("choices").at(0).at("finish_reason") == "tool_calls");
    const auto said = userSays("What is the weather in Paris?");
    const auto none =
        Json::parse(chat({{"messages", said}, {"tools", Json::array({weather})}, {"tool_choice", "none"}}).body);
    CHECK(none.at("choices").at(0).at("finish_reason") == "stop");
}

TEST_CASE("the outputs of functions are answered in the order of their calls")
{
    const auto call = [](const char* id) {
        return Json{{"id", id}, {"type", "function"}, {"function", {{"name", "f"}, {"arguments", "{}"}}}};
    };
    auto calling = message("assistant", nullptr);
    calling["tool_calls"] = Json::array({call("one"), call("two")});
    auto second = message("tool", "second");
    second["tool_call_id"] = "two";
    auto first = message("tool", "first");
    first["tool_call_id"] = "one";
    const auto messages = Json::array({message("user", "both"), calling, second, first});
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

TEST_CASE("a chat that is wrong is refused with the field that is wrong")
{
    CHECK(faultOf({{"messages", Json::array()}}).at("param") == "messages");
    CHECK(faultOf({{"messages", Json::array({message("robot", "x")})}}).at("param") == "messages[0].role");
    CHECK(faultOf({{"messages", Json::array({message("user", nullptr)})}}).at("param") == "messages[0].content");
    CHECK(faultOf({{"n", 2}}).at("param") == "n");
    CHECK(faultOf({{"stream", "yes"}}).at("code") == "invalid_type");
    CHECK(faultOf({{"model", "no-such-model"}}).at("code") == "model_not_found");
    CHECK(std::holds_alternative<ChatRequest>(readBody({{"temperature", 0.2}, {"seed", 1}})));
}
