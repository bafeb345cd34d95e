// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

namespace
{

Json function(Json more = Json::object())
{
    Json tool = {{"type", "function"}, {"name", "get_weather"}, {"parameters", {{"type", "object"}}}};
    tool.update(more);
    return tool;
}

} // namespace

TEST_CASE("the client events of WebRTC and SIP are no events here, and the answer lists those that are")
{
    SessionDriver driver;
    driver.send({{"type", "output_audio_buffer.clear"}, {"event_id", "c1"}});
    const auto error = driver.lastError();
    CHECK(error.at("type") == "invalid_request_error");
    CHECK(error.at("code") == "invalid_value");
    CHECK(error.at("param") == "type");
    CHECK(error.at("event_id") == "c1");
    CHECK(error.at("message") ==
          "Invalid value: 'output_audio_buffer.clear'. Supported values are: 'session.update', 'session.close', "
          "'input_audio_buffer.append', 'session.input_audio_buffer.append', 'input_audio_buffer.commit', "
          "'input_audio_buffer.clear', 'conversation.item.create', 'conversation.item.truncate', "
          "'conversation.item.delete', 'conversation.item.retrieve', 'response.create', and 'response.cancel'.");
}

TEST_CASE("a null in an optional field is taken for none, and one that means something stays")
{
    SessionDriver driver;
    const Json input = {{"turn_detection", nullptr}, {"format", nullptr}, {"noise_reduction", nullptr}};
    driver.send({{"type", "session.update"},
                 {"event_id", nullptr},
                 {"session",
                  {{"type", "realtime"},
                   {"instructions", nullptr},
                   {"tools", nullptr},
                   {"max_output_tokens", nullptr},
                   {"audio", {{"input", input}, {"output", nullptr}}}}}});
    const auto session = driver.last("session.updated").at("session");
    CHECK(session.at("instructions") == "");
    CHECK(session.at("tools") == Json::array());
    CHECK(session.at("max_output_tokens") == "inf");
    CHECK(session.at("audio").at("input").at("turn_detection").is_null());
    CHECK(session.at("audio").at("input").at("format").at("type") == "audio/pcm");
    driver.send({{"type", "response.create"}, {"response", {{"instructions", nullptr}, {"input", nullptr}}}});
    CHECK(driver.last("response.done").at("response").at("status") == "completed");
    driver.send({{"type", "conversation.item.delete"}, {"item_id", nullptr}});
    CHECK(driver.lastError().at("param") == "item_id");
}

TEST_CASE("what a tool or a choice of tools has too much or too little is named with its place")
{
    struct Case
    {
        Json session;
        std::string code;
        std::string param;
    };
    const auto wrong = GENERATE(values<Case>(
        {{{{"tools", Json::array({function({{"strict", true}})})}}, "unknown_parameter", "session.tools[0].strict"},
         {{{"tools", Json::array({function(), {{"type", "function"}}})}},
          "missing_required_parameter",
          "session.tools[1].name"},
         {{{"tools", Json::array({{{"type", "mcp"}}})}}, "missing_required_parameter", "session.tools[0].server_label"},
         {{{"tools", Json::array({{{"type", "web_search"}}})}}, "invalid_value", "session.tools[0].type"},
         {{{"tools", Json::array({function({{"name", "bad name!"}})})}}, "invalid_value", "session.tools[0].name"},
         {{{"tools", Json::array({function({{"name", ""}})})}}, "invalid_value", "session.tools[0].name"},
         {{{"tools", Json::array({function({{"name", std::string(65, 'x')}})})}},
          "string_above_max_length",
          "session.tools[0].name"},
         {{{"tool_choice", {{"type", "function"}}}}, "missing_required_parameter", "session.tool_choice.name"}}));
    SessionDriver driver;
    driver.update(wrong.session);
    CHECK(driver.lastError().at("code") == wrong.code);
    CHECK(driver.lastError().at("param") == wrong.param);
    driver.update(
        {{"tools", Json::array({function()})}, {"tool_choice", {{"type", "function"}, {"name", "get_weather"}}}});
    CHECK(driver.last("session.updated").at("session").at("tool_choice").at("name") == "get_weather");
}

TEST_CASE("a truncation that there is comes back, and another is refused with its place")
{
    SessionDriver driver;
    const Json limits = {{"post_instructions", 5000}};
    const Json ratio = {{"type", "retention_ratio"}, {"retention_ratio", 0.8}};
    auto limited = ratio;
    limited["token_limits"] = limits;
    for (const auto& good : {Json("auto"), Json("disabled"), ratio, limited})
    {
        driver.update({{"truncation", good}});
        CHECK(driver.last("session.updated").at("session").at("truncation") == good);
    }
    const auto paramOf = [&](const Json& truncation)
    {
        driver.takeTypes();
        driver.update({{"truncation", truncation}, {"instructions", "Not taken."}});
        CHECK(driver.all("session.updated").empty());
        return driver.lastError().at("param").get<std::string>();
    };
    CHECK(paramOf("sometimes") == "session.truncation");
    CHECK(paramOf({{"type", "oldest"}}) == "session.truncation.type");
    CHECK(paramOf({{"type", "retention_ratio"}}) == "session.truncation.retention_ratio");
    CHECK(paramOf({{"type", "retention_ratio"}, {"retention_ratio", 5}}) == "session.truncation.retention_ratio");
    limited["token_limits"]["post_instructions"] = -1;
    CHECK(paramOf(limited) == "session.truncation.token_limits.post_instructions");
}

TEST_CASE("a choice of a function that is not there is refused, with the whole update")
{
    const Json weather = {{"type", "function"}, {"name", "get_weather"}};
    SessionDriver driver;
    const auto isRefused = [&](const Json& changes)
    {
        driver.takeTypes();
        driver.update(changes);
        CHECK(driver.all("session.updated").empty());
        CHECK(driver.lastError().at("code") == "invalid_value");
        CHECK(driver.lastError().at("param") == "session.tool_choice");
    };
    isRefused({{"tool_choice", weather}});
    isRefused({{"tool_choice", {{"type", "function"}, {"name", "nope"}}}, {"tools", Json::array({function()})}});
    driver.update({{"tools", Json::array({function()})}});
    driver.update({{"tool_choice", weather}});
    CHECK(driver.last("session.updated").at("session").at("tool_choice") == weather);
    driver.update({{"tools", Json::array()}});
    CHECK(driver.last("session.updated").at("session").at("tools") == Json::array());
}

TEST_CASE("a response may choose among the functions that it has, its own or the session's, and no other")
{
    const Json weather = {{"type", "function"}, {"name", "get_weather"}};
    SessionDriver driver;
    const auto ask = [&](const Json& overrides)
    {
        driver.takeTypes();
        driver.send({{"type", "response.create"}, {"response", overrides}});
    };
    ask({{"tool_choice", weather}});
    CHECK(driver.lastError().at("code") == "invalid_value");
    CHECK(driver.lastError().at("param") == "response.tool_choice");
    CHECK(driver.all("response.created").empty());
    ask({{"tool_choice", weather}, {"tools", Json::array({function()})}});
    CHECK(driver.all("response.created").size() == 1);
    driver.update({{"tools", Json::array({function()})}});
    ask({{"tool_choice", weather}});
    CHECK(driver.all("response.created").size() == 1);
    ask({{"tool_choice", weather}, {"tools", Json::array()}});
    CHECK(driver.lastError().at("param") == "response.tool_choice");
    driver.update({{"tool_choice", weather}});
    ask({{"conversation", "none"}, {"tools", Json::array()}});
    CHECK(driver.all("response.created").size() == 1);
}

TEST_CASE("log probabilities and another model are taken and change nothing, and items of MCP kinds are refused")
{
    SessionDriver driver;
    const Json input = {{"transcription", {{"model", "whisper-1"}}}, {"turn_detection", nullptr}};
    driver.update({{"model", "another"},
                   {"include", Json::array({"item.input_audio_transcription.logprobs"})},
                   {"audio", {{"input", input}}}});
    CHECK(driver.last("session.updated").at("session").at("model") == "gpt-realtime");
    driver.sendAudio(makeSpeech(500ms));
    driver.send({{"type", "input_audio_buffer.commit"}});
    CHECK_FALSE(driver.last("conversation.item.input_audio_transcription.completed").contains("logprobs"));
    for (const auto* kind : {"mcp_call", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response"})
    {
        driver.takeTypes();
        driver.send({{"type", "conversation.item.create"}, {"item", {{"type", kind}}}});
        CHECK(driver.lastError().at("code") == "invalid_value");
        CHECK(driver.lastError().at("param") == "item.type");
    }
}

TEST_CASE("metadata comes back with its response, and only so much of it may be given")
{
    SessionDriver driver;
    const auto ask = [&](const Json& metadata) {
        driver.send({{"type", "response.create"}, {"response", {{"metadata", metadata}}}});
    };
    const Json tag = {{"topic", "weather"}};
    ask(tag);
    CHECK(driver.last("response.created").at("response").at("metadata") == tag);
    CHECK(driver.last("response.done").at("response").at("metadata") == tag);
    ask({{"long", std::string(513, 'x')}});
    CHECK(driver.lastError().at("code") == "string_above_max_length");
    CHECK(driver.lastError().at("param") == "response.metadata.long");
    Json many;
    for (int i = 0; i < 17; ++i)
        many[std::to_string(i)] = "x";
    ask(many);
    CHECK(driver.lastError().at("code") == "object_above_max_length");
    CHECK(driver.all("response.created").size() == 1);
}

TEST_CASE("audio behind a refused rate is taken, but not written down in events")
{
    SessionDriver driver;
    const Json input = {{"format", {{"type", "audio/pcm"}, {"rate", 16000}}},
                        {"transcription", {{"model", "whisper-1"}}},
                        {"turn_detection", nullptr}};
    driver.update({{"audio", {{"input", input}}}});
    CHECK(driver.lastError().at("code") == "integer_below_min_value");
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(400ms));
    CHECK(driver.all("input_audio_buffer.committed").size() == 1);
    CHECK(driver.all("conversation.item.input_audio_transcription.completed").empty());
}

TEST_CASE("an MCP server is listed once, the list fails, and its secret is told to nobody")
{
    SessionDriver driver;
    const Json server = {{"type", "mcp"},
                         {"server_label", "files"},
                         {"server_url", "https://mcp.example.com"},
                         {"authorization", "Bearer secret"},
                         {"require_approval", "never"}};
    driver.takeTypes();
    driver.update({{"tools", Json::array({server, function()})}});
    const auto added = driver.last("conversation.item.added");
    CHECK(added.at("item").at("type") == "mcp_list_tools");
    CHECK(added.at("item").at("server_label") == "files");
    CHECK(driver.last("mcp_list_tools.failed").at("item_id") == added.at("item").at("id"));
    for (const auto& event : driver.events)
        CHECK(event.dump().find("secret") == std::string::npos);
    CHECK(driver.takeTypes() == Types{"session.updated", "conversation.item.added", "mcp_list_tools.in_progress",
                                      "mcp_list_tools.failed", "conversation.item.done"});
    driver.update({{"tools", Json::array({server})}});
    CHECK(driver.takeTypes() == Types{"session.updated"});
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    CHECK(driver.last("response.done").at("response").at("status") == "completed");
}

TEST_CASE("the padding and the silence of server_vad move the borders of a turn")
{
    const auto borders = [](int paddingMs, int silenceMs)
    {
        SessionDriver driver;
        const Json detection = {
            {"type", "server_vad"}, {"prefix_padding_ms", paddingMs}, {"silence_duration_ms", silenceMs}};
        driver.update({{"audio", {{"input", {{"turn_detection", detection}}}}}});
        driver.sendAudio(makeSilence(1000ms));
        driver.sendAudio(makeSpeech(1000ms));
        driver.sendAudio(makeSilence(1500ms));
        return std::pair(driver.last("input_audio_buffer.speech_started").at("audio_start_ms").get<int>(),
                         driver.last("input_audio_buffer.speech_stopped").at("audio_end_ms").get<int>());
    };
    const auto usual = borders(300, 200);
    const auto wide = borders(600, 900);
    CHECK(usual.first - wide.first == 300);
    CHECK(wide.second - usual.second == 700);
    CHECK(borders(0, 200).first - usual.first == 300);
}
