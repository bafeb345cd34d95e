// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

using Turn = std::function<void(SessionDriver&)>;

void answer(SessionDriver& driver, const Json& response = Json::object())
{
    driver.send({{"type", "response.create"}, {"response", response}});
    driver.pass(40ms);
}

void speak(SessionDriver& driver)
{
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(600ms));
    driver.pass(40ms);
}

void setInput(SessionDriver& driver, const Json& input)
{
    driver.update({{"audio", {{"input", input}}}});
}

Json function(const std::string& name)
{
    return {{"type", "function"}, {"name", name}, {"parameters", {{"type", "object"}}}};
}

/// Gives each call of the latest response its output, and asks for the answer.
void answerCalls(SessionDriver& driver)
{
    const auto done = driver.last("response.done");
    for (const auto& call : done.at("response").at("output"))
        driver.addOutput(call.at("call_id"), "It is sunny.");
    answer(driver);
}

void textTurn(SessionDriver& driver)
{
    driver.update({{"output_modalities", {"text"}}});
    driver.say("Hello");
    answer(driver);
}

void spokenTurn(SessionDriver& driver)
{
    setInput(driver, {{"transcription", {{"model", "whisper-1"}}}});
    speak(driver);
    setInput(driver, {{"transcription", {{"model", "gpt-4o-transcribe-diarize"}}}});
    speak(driver);
}

void toolTurn(SessionDriver& driver)
{
    driver.update({{"tools", Json::array({function("get_weather"), function("get_time")})}});
    driver.say("weather");
    driver.calls = {{"get_weather", R"({"city":"Rome"})"}};
    answer(driver);
    answerCalls(driver);
}

void parallelToolTurn(SessionDriver& driver)
{
    driver.update({{"tools", Json::array({function("one"), function("two")})}, {"parallel_tool_calls", true}});
    driver.say("both");
    driver.calls = {{"one", "{}"}, {"two", "{}"}};
    answer(driver, {{"tool_choice", "required"}});
    answerCalls(driver);
}

void handoff(SessionDriver& driver)
{
    driver.update({{"tools", Json::array({function("transfer_to_billing")})},
                   {"tool_choice", {{"type", "function"}, {"name", "transfer_to_billing"}}}});
    driver.say("billing please");
    driver.calls = {{"transfer_to_billing", "{}"}};
    answer(driver);
    driver.update({{"instructions", "You are the billing agent."}, {"tools", Json::array()}, {"tool_choice", "auto"}});
    answerCalls(driver);
}

void interruption(SessionDriver& driver)
{
    driver.say("Tell me all");
    driver.holdsJobs = true;
    answer(driver);
    driver.finishOneJob();
    driver.finishOneJob();
    const auto item = driver.last("response.output_item.added").at("item").at("id");
    Json truncate = {
        {"type", "conversation.item.truncate"}, {"item_id", item}, {"content_index", 0}, {"audio_end_ms", 200}};
    driver.send(truncate);
    driver.sendAudio(makeSpeech(800ms));
    truncate["audio_end_ms"] = 100;
    driver.send(truncate);
    driver.holdsJobs = false;
    driver.sendAudio(makeSilence(600ms));
}

void cancelled(SessionDriver& driver)
{
    driver.say("Hello");
    driver.holdsJobs = true;
    answer(driver);
    driver.send({{"type", "response.cancel"}});
    driver.pass(40ms);
}

void outOfBand(SessionDriver& driver)
{
    const Json part = {{"type", "input_text"}, {"text", "Which topic is it?"}};
    answer(driver,
           {{"conversation", "none"},
            {"metadata", {{"topic", "x"}}},
            {"output_modalities", {"text"}},
            {"input", Json::array({{{"type", "message"}, {"role", "user"}, {"content", Json::array({part})}}})}});
}

void idleTimeout(SessionDriver& driver)
{
    setInput(driver, {{"turn_detection", {{"type", "server_vad"}, {"idle_timeout_ms", 5000}}}});
    driver.say("Hello");
    answer(driver);
    driver.sendAudio(makeSilence(6000ms));
    driver.pass(7s);
}

void telephone(SessionDriver& driver)
{
    driver.update(
        {{"audio",
          {{"input", {{"format", {{"type", "audio/pcmu"}}}}}, {"output", {{"format", {{"type", "audio/pcma"}}}}}}}});
    driver.say("Hello");
    answer(driver);
}

void items(SessionDriver& driver)
{
    const auto create = [&](const std::string& id, const Json& previous)
    {
        const Json part = {{"type", "input_text"}, {"text", id}};
        driver.send({{"type", "conversation.item.create"},
                     {"previous_item_id", previous},
                     {"item", {{"id", id}, {"type", "message"}, {"role", "user"}, {"content", Json::array({part})}}}});
    };
    create("second", "root");
    create("first", "root");
    create("third", nullptr);
    driver.send({{"type", "conversation.item.retrieve"}, {"item_id", "second"}});
    driver.send({{"type", "conversation.item.delete"}, {"item_id", "second"}});
    driver.send({{"type", "input_audio_buffer.clear"}});
    setInput(driver, {{"turn_detection", nullptr}});
    driver.sendAudio(makeSpeech(300ms));
    driver.send({{"type", "input_audio_buffer.commit"}});
}

void servers(SessionDriver& driver)
{
    driver.update(
        {{"tools",
          Json::array({{{"type", "mcp"}, {"server_label", "files"}, {"server_url", "https://example.com"}}})}});
}

void limited(SessionDriver& driver)
{
    driver.update({{"max_output_tokens", 3}});
    driver.say("Hello");
    answer(driver);
}

void failures(SessionDriver& driver)
{
    setInput(driver, {{"transcription", {{"model", "whisper-1"}}}});
    driver.failure = Error{ErrorCode::internal, "Out of order.", "engine"};
    speak(driver);
}

void errors(SessionDriver& driver)
{
    driver.sendText("{nonsense");
    driver.sendBinary();
    driver.send({{"type", "output_audio_buffer.clear"}, {"event_id", "e1"}});
    driver.update({{"bogus", 1}});
    driver.send({{"type", "response.cancel"}});
    driver.send({{"type", "input_audio_buffer.commit"}});
    driver.send({{"type", "conversation.item.delete"}, {"item_id", "none"}});
    driver.send({{"type", "conversation.item.retrieve"}, {"item_id", "none"}});
    driver.pass(1h);
}

const std::map<std::string, Turn>& turns()
{
    static const std::map<std::string, Turn> all = {
        {"text", textTurn},    {"spoken", spokenTurn},         {"tool", toolTurn},       {"tools", parallelToolTurn},
        {"handoff", handoff},  {"interruption", interruption}, {"cancelled", cancelled}, {"out-of-band", outOfBand},
        {"idle", idleTimeout}, {"telephone", telephone},       {"items", items},         {"servers", servers},
        {"limited", limited},  {"failures", failures},         {"errors", errors}};
    return all;
}

std::map<std::string, std::vector<Json>> recordAll()
{
    std::map<std::string, std::vector<Json>> recordings;
    for (const auto& [name, turn] : turns())
    {
        SessionDriver driver;
        turn(driver);
        recordings[name] = std::move(driver.events);
    }
    SessionDriver transcribing({"any", 7, 1'700'000'000, Json::object(), 1h, true});
    speak(transcribing);
    recordings["transcription"] = std::move(transcribing.events);
    return recordings;
}

} // namespace

TEST_CASE("sessions carry every event that the live service sends over a WebSocket")
{
    // Schema: RealtimeServerEvent, without what comes by WebRTC, SIP or from an MCP server that can be reached.
    std::set<std::string> expected = {"error",
                                      "session.created",
                                      "session.updated",
                                      "conversation.item.added",
                                      "conversation.item.done",
                                      "conversation.item.retrieved",
                                      "conversation.item.deleted",
                                      "conversation.item.truncated",
                                      "conversation.item.input_audio_transcription.delta",
                                      "conversation.item.input_audio_transcription.completed",
                                      "conversation.item.input_audio_transcription.failed",
                                      "conversation.item.input_audio_transcription.segment",
                                      "input_audio_buffer.committed",
                                      "input_audio_buffer.cleared",
                                      "input_audio_buffer.speech_started",
                                      "input_audio_buffer.speech_stopped",
                                      "input_audio_buffer.timeout_triggered",
                                      "rate_limits.updated",
                                      "response.created",
                                      "response.done",
                                      "response.output_item.added",
                                      "response.output_item.done",
                                      "response.content_part.added",
                                      "response.content_part.done",
                                      "response.output_audio.delta",
                                      "response.output_audio.done",
                                      "response.output_audio_transcript.delta",
                                      "response.output_audio_transcript.done",
                                      "response.output_text.delta",
                                      "response.output_text.done",
                                      "response.function_call_arguments.delta",
                                      "response.function_call_arguments.done",
                                      "mcp_list_tools.in_progress",
                                      "mcp_list_tools.failed"};
    std::set<std::string> seen;
    for (const auto& [name, events] : recordAll())
        for (const auto& event : events)
            seen.insert(event.at("type").get<std::string>());
    CHECK(seen == expected);
}

TEST_CASE("what sessions send in every kind of turn is valid by OpenAI's schema")
{
    const std::filesystem::path validator = PARLEY_SHARED_DIRECTORY "/tools/validate-events";
    if (!std::filesystem::exists(validator) || std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the event validator and the Debian package python3-jsonschema");
    const test::TemporaryFolder folder;
    auto command = "/usr/bin/python3 " + validator.string() + " server";
    for (const auto& [name, events] : recordAll())
    {
        const auto file = folder.path() / (name + ".ndjson");
        std::ofstream lines(file);
        for (const auto& event : events)
            lines << event.dump() << "\n";
        command += " " + file.string();
    }
    CHECK(std::system(command.c_str()) == 0);
}
