// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

#include <set>

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

TEST_CASE("a session begins with the live service's defaults and lasts an hour")
{
    SessionDriver driver;
    const auto session = driver.last("session.created").at("session");
    CHECK(session.at("expires_at") == 1'700'003'600);
    CHECK(session.at("output_modalities") == Json::array({"audio"}));
    CHECK(session.at("model") == "gpt-realtime");
    const auto& input = session.at("audio").at("input");
    CHECK(input.at("turn_detection").at("silence_duration_ms") == 200);
    CHECK(input.at("turn_detection").at("idle_timeout_ms").is_null());
    CHECK(session.at("audio").at("output").at("voice") == "alloy");
    driver.pass(59min);
    CHECK_FALSE(driver.close.has_value());
    driver.pass(1min);
    CHECK(driver.lastError().at("code") == "session_expired");
    CHECK(driver.close->code == 1001);
}

TEST_CASE("a text turn sends its events in the order of the live service")
{
    SessionDriver driver;
    driver.update({{"output_modalities", {"text"}}});
    driver.events.clear();
    driver.say("Hello there");
    driver.send({{"type", "response.create"}});
    driver.pass(40ms);
    CHECK(driver.takeTypes() ==
          Types{"conversation.item.added", "conversation.item.done", "response.created", "response.output_item.added",
                "conversation.item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "conversation.item.done",
                "response.output_item.done", "response.done", "rate_limits.updated"});
    CHECK(driver.requests.back().turns.back().text == "Hello there");
}

TEST_CASE("rate limits follow about 40 ms after the response, not at once")
{
    SessionDriver driver;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    CHECK(driver.session.nextDeadline() == 40ms);
    driver.pass(39ms);
    CHECK(driver.all("rate_limits.updated").empty());
    driver.pass(1ms);
    CHECK(driver.all("rate_limits.updated").size() == 1);
}

TEST_CASE("each of several responses that end close together is followed by its rate limits")
{
    SessionDriver driver;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    driver.pass(10ms);
    driver.send({{"type", "response.create"}});
    driver.send({{"type", "response.create"}});
    driver.pass(29ms);
    CHECK(driver.all("rate_limits.updated").empty());
    driver.pass(1ms);
    CHECK(driver.all("rate_limits.updated").size() == 1);
    CHECK(driver.session.nextDeadline() == 50ms);
    driver.pass(10ms);
    CHECK(driver.all("rate_limits.updated").size() == 3);
}

TEST_CASE("no rate limits are lost, however many responses end at once")
{
    SessionDriver driver;
    driver.update({{"output_modalities", {"text"}}});
    driver.say("Hello");
    for (int i = 0; i < 100; ++i)
        driver.send({{"type", "response.create"}});
    driver.pass(40ms);
    CHECK(driver.all("rate_limits.updated").size() == 100);
}

TEST_CASE("a spoken turn is detected, committed, answered and spoken in the order of the live service")
{
    SessionDriver driver;
    driver.takeTypes();
    driver.sendAudio(makeSilence(1000ms));
    driver.sendAudio(makeSpeech(1000ms));
    driver.sendAudio(makeSilence(500ms));
    auto audio = std::string();
    const auto started = driver.last("input_audio_buffer.speech_started");
    const auto stopped = driver.last("input_audio_buffer.speech_stopped");
    CHECK(started.at("audio_start_ms").get<int>() == Approx(700).margin(60));
    CHECK(stopped.at("audio_end_ms").get<int>() == Approx(2200).margin(60));
    CHECK(driver.last("input_audio_buffer.committed").at("item_id") == started.at("item_id"));
    CHECK(driver.last("response.output_audio_transcript.done").at("transcript") == driver.answer);
    auto types = driver.takeTypes();
    const auto deltas = std::erase_if(types, [](const auto& type) { return type.ends_with(".delta"); });
    CHECK(deltas >= 8);
    CHECK(types == Types{"input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped",
                         "input_audio_buffer.committed", "conversation.item.added", "conversation.item.done",
                         "response.created", "response.output_item.added", "conversation.item.added",
                         "response.content_part.added", "response.output_audio.done",
                         "response.output_audio_transcript.done", "response.content_part.done",
                         "conversation.item.done", "response.output_item.done", "response.done"});
}

TEST_CASE("input is transcribed in events only when the session asks for it")
{
    SessionDriver driver;
    const bool asks = GENERATE(true, false);
    const Json transcription = {{"model", "whisper-1"}};
    driver.update(
        {{"audio", {{"input", {{"transcription", asks ? transcription : Json()}, {"turn_detection", nullptr}}}}}});
    driver.sendAudio(makeSpeech(500ms));
    driver.send({{"type", "input_audio_buffer.commit"}});
    const auto completed = driver.all("conversation.item.input_audio_transcription.completed");
    REQUIRE(completed.size() == (asks ? 1 : 0));
    if (!asks)
        return;
    CHECK(completed[0].at("transcript") == "turn left");
    CHECK(completed[0].at("usage") == Json{{"type", "duration"}, {"seconds", 0.5}});
    CHECK(driver.all("conversation.item.input_audio_transcription.delta").size() == 2);
}

TEST_CASE("every event has an id of its own")
{
    SessionDriver driver;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    std::set<std::string> ids;
    for (const auto& event : driver.events)
        ids.insert(event.at("event_id").get<std::string>());
    CHECK(ids.size() == driver.events.size());
}

TEST_CASE("bad frames are answered with an error and the session goes on")
{
    SessionDriver driver;
    driver.sendText("{nonsense");
    CHECK(driver.lastError().at("code") == "invalid_json");
    driver.sendText("[1]");
    CHECK(driver.lastError().at("code") == "invalid_json");
    driver.sendText(std::string(100000, '['));
    CHECK(driver.lastError().at("code") == "invalid_json");
    driver.sendBinary();
    CHECK(driver.lastError().at("code") == "invalid_event");
    driver.send({{"type", "make.coffee"}, {"event_id", "mine"}});
    CHECK(driver.lastError().at("code") == "invalid_value");
    CHECK(driver.lastError().at("param") == "type");
    CHECK(driver.lastError().at("event_id") == "mine");
    CHECK(driver.lastError().at("message").get<std::string>().find("'conversation.item.truncate'") !=
          std::string::npos);
    driver.send({{"event_id", "mine"}});
    CHECK(driver.lastError().at("code") == "missing_required_parameter");
    CHECK_FALSE(driver.close.has_value());
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    CHECK(driver.last("response.done").at("response").at("status") == "completed");
}

TEST_CASE("a rejected session.update changes nothing at all")
{
    struct Case
    {
        Json session;
        std::string code;
        std::string param;
    };
    const auto input = [](const Json& fields) { return Json{{"type", "realtime"}, {"audio", {{"input", fields}}}}; };
    const auto rejected = GENERATE_COPY(values<Case>(
        {{{{"type", "realtime"}, {"bogus_field", 1}}, "unknown_parameter", "session.bogus_field"},
         {{{"instructions", "x"}}, "missing_required_parameter", "session.type"},
         {{{"type", "realtime"}, {"instructions", 5}}, "invalid_type", "session.instructions"},
         {input({{"format", {{"type", "audio/pcm"}, {"rate", 16000}}}}), "integer_below_min_value",
          "session.audio.input.format.rate"},
         {input({{"format", {{"type", "audio/opus"}}}}), "invalid_value", "session.audio.input.format.type"},
         {input({{"turn_detection", {{"type", "server_vad"}, {"threshold", 1.5}}}}), "decimal_above_max_value",
          "session.audio.input.turn_detection.threshold"},
         {input({{"turn_detection", {{"type", "server_vad"}, {"idle_timeout_ms", 100}}}}), "integer_below_min_value",
          "session.audio.input.turn_detection.idle_timeout_ms"},
         {{{"type", "realtime"}, {"output_modalities", {"audio", "text"}}},
          "invalid_value",
          "session.output_modalities"}}));
    SessionDriver driver;
    auto session = rejected.session;
    if (!session.contains("instructions"))
        session["instructions"] = "must not be taken over";
    driver.send({{"type", "session.update"}, {"event_id", "u1"}, {"session", session}});
    CHECK(driver.lastError().at("code") == rejected.code);
    CHECK(driver.lastError().at("param") == rejected.param);
    CHECK(driver.lastError().at("event_id") == "u1");
    CHECK(driver.all("session.updated").empty());
    driver.update(Json::object());
    CHECK(driver.last("session.updated").at("session").at("instructions") == "");
}

TEST_CASE("session.update merges what it sets and leaves the rest")
{
    SessionDriver driver;
    driver.update({{"instructions", "Be brief."},
                   {"audio", {{"input", {{"turn_detection", {{"type", "semantic_vad"}, {"eagerness", "low"}}}}}}}});
    driver.update({{"audio", {{"output", {{"voice", "echo"}}}}}});
    const auto session = driver.last("session.updated").at("session");
    CHECK(session.at("instructions") == "Be brief.");
    CHECK(session.at("audio").at("output").at("voice") == "echo");
    const Json expected = {
        {"type", "semantic_vad"}, {"eagerness", "low"}, {"create_response", true}, {"interrupt_response", true}};
    CHECK(session.at("audio").at("input").at("turn_detection") == expected);
}

TEST_CASE("the voice cannot change once the agent has spoken")
{
    SessionDriver driver;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    driver.update({{"audio", {{"output", {{"voice", "echo"}}}}}});
    CHECK(driver.lastError().at("code") == "cannot_update_voice");
}

TEST_CASE("a response cannot have another voice once the agent has spoken")
{
    SessionDriver driver;
    const auto ask = [&](const Json& voice, const char* conversation = "auto")
    {
        const Json audio = {{"output", {{"voice", voice}}}};
        driver.send({{"type", "response.create"}, {"response", {{"audio", audio}, {"conversation", conversation}}}});
    };
    driver.say("Hello");
    ask("echo");
    CHECK(driver.last("response.done").at("response").at("audio").at("output").at("voice") == "echo");
    // Neither the voice that was heard nor the session's is a change.
    ask("echo");
    ask({{"id", "alloy"}});
    CHECK(driver.all("error").empty());
    CHECK(driver.all("response.done").size() == 3);
    ask("marin");
    CHECK(driver.lastError().at("code") == "cannot_update_voice");
    CHECK(driver.lastError().at("param") == "response.audio.output.voice");
    ask("marin", "none");
    CHECK(driver.all("error").size() == 2);
    CHECK(driver.all("response.created").size() == 3);
}

TEST_CASE("an answer to a turn that is refused blames no event of the client's")
{
    SessionDriver driver;
    const Json detection = {{"type", "server_vad"}, {"interrupt_response", false}};
    driver.update({{"audio", {{"input", {{"turn_detection", detection}}}}}});
    driver.holdsJobs = true;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    std::string speech;
    audio::appendBase64(makeSpeech(600ms), speech);
    audio::appendBase64(makeSilence(600ms), speech);
    driver.send({{"type", "input_audio_buffer.append"}, {"event_id", "innocent"}, {"audio", speech}});
    CHECK(driver.lastError().at("code") == "conversation_already_has_active_response");
    CHECK(driver.lastError().at("event_id").is_null());
}

TEST_CASE("the user's voice interrupts the answer unless the session forbids it")
{
    SessionDriver driver;
    const bool interrupts = GENERATE(true, false);
    const Json detection = {{"type", "server_vad"}, {"interrupt_response", interrupts}};
    driver.update({{"audio", {{"input", {{"turn_detection", detection}}}}}});
    driver.holdsJobs = true;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    driver.sendAudio(makeSpeech(600ms));
    CHECK(driver.all("input_audio_buffer.speech_started").size() == 1);
    REQUIRE(driver.all("response.done").size() == (interrupts ? 1 : 0));
    if (interrupts)
        CHECK(driver.last("response.done").at("response").at("status_details").at("reason") == "turn_detected");
    driver.sendAudio(makeSilence(400ms));
    driver.finishJobs();
    CHECK(driver.all("response.done").size() == (interrupts ? 2 : 1));
}

TEST_CASE("without create_response a turn is committed but not answered")
{
    SessionDriver driver;
    const Json detection = {{"type", "server_vad"}, {"create_response", false}};
    driver.update({{"audio", {{"input", {{"turn_detection", detection}}}}}});
    driver.sendAudio(makeSpeech(600ms));
    driver.sendAudio(makeSilence(400ms));
    CHECK(driver.all("input_audio_buffer.committed").size() == 1);
    CHECK(driver.all("response.created").empty());
}

TEST_CASE("without turn detection only a commit ends a turn, and it needs 100 ms")
{
    SessionDriver driver;
    driver.update({{"audio", {{"input", {{"turn_detection", nullptr}}}}}});
    driver.sendAudio(makeSpeech(99ms));
    driver.send({{"type", "input_audio_buffer.commit"}});
    CHECK(driver.lastError().at("code") == "input_audio_buffer_commit_empty");
    CHECK(driver.lastError().at("message").get<std::string>().find("99.00ms") != std::string::npos);
    driver.sendAudio(makeSpeech(1ms));
    driver.send({{"type", "input_audio_buffer.commit"}});
    CHECK(driver.all("input_audio_buffer.committed").size() == 1);
    driver.sendAudio(makeSpeech(2000ms));
    driver.send({{"type", "input_audio_buffer.clear"}});
    CHECK(driver.all("input_audio_buffer.cleared").size() == 1);
    driver.send({{"type", "input_audio_buffer.commit"}});
    CHECK(driver.lastError().at("message").get<std::string>().find("0.00ms") != std::string::npos);
    CHECK(driver.all("input_audio_buffer.speech_started").empty());
}

TEST_CASE("a full input buffer drops its oldest audio and says so once")
{
    SessionDriver driver;
    driver.update({{"audio", {{"input", {{"turn_detection", nullptr}}}}}});
    std::string minute;
    audio::appendBase64(makeSilence(60s), minute);
    for (int i = 0; i < 12; ++i)
        driver.send({{"type", "input_audio_buffer.append"}, {"audio", minute}});
    REQUIRE(driver.all("error").size() == 1);
    CHECK(driver.lastError().at("code") == "input_audio_buffer_full");
}

TEST_CASE("audio that is not base64 of whole samples is refused")
{
    SessionDriver driver;
    const auto bad = GENERATE("!!!!", "AAA=AAA", "AAAA");
    driver.send({{"type", "input_audio_buffer.append"}, {"audio", bad}});
    CHECK(driver.lastError().at("param") == "audio");
}

TEST_CASE("a silent user is prompted after the idle timeout, counted from the end of the speech")
{
    SessionDriver driver;
    const Json detection = {{"type", "server_vad"}, {"idle_timeout_ms", 5000}};
    driver.update({{"audio", {{"input", {{"turn_detection", detection}}}}}});
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    driver.sendAudio(makeSilence(6000ms));
    driver.pass(5999ms);
    CHECK(driver.all("input_audio_buffer.timeout_triggered").empty());
    driver.pass(1ms);
    const auto timeout = driver.last("input_audio_buffer.timeout_triggered");
    CHECK(timeout.at("audio_start_ms") == 1000);
    CHECK(timeout.at("audio_end_ms") == 6000);
    CHECK(driver.last("input_audio_buffer.committed").at("item_id") == timeout.at("item_id"));
    CHECK(driver.all("response.done").size() == 2);
}

TEST_CASE("session.close ends the session")
{
    SessionDriver driver;
    driver.send({{"type", "session.close"}});
    CHECK(driver.close->code == 1000);
    driver.events.clear();
    driver.say("anyone?");
    CHECK(driver.events.empty());
}
