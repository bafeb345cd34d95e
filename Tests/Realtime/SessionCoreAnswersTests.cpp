// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

Json answer(const char* type, const char* id, const char* status = "in_progress")
{
    auto event = responseEvent(type, id, status);
    event["response"]["output_modalities"] = {"audio"};
    event["response"]["output"] = {{{"type", "message"}}};
    return event;
}

void askBeside(Driver& driver)
{
    driver.feed(input::CreateOutOfBandResponse{{{"instructions", "Classify."}}, "parley_beside_1"});
}

Json besideEvent(const char* type, const char* status = "in_progress")
{
    auto event = responseEvent(type, "beside", status);
    event["response"]["metadata"] = {{"parley_request", "parley_beside_1"}};
    event["response"]["conversation_id"] = nullptr;
    return event;
}

} // namespace

TEST_CASE("a response beside the conversation neither waits nor is waited for", "[beside]")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    askBeside(driver);
    REQUIRE(driver.sent<wire::ResponseCreate>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>()[0].response.at("conversation") == "none");
    driver.server(besideEvent("response.created"));
    CHECK(driver.published<TurnStarted>().at(0).isOutOfBand);
    CHECK(driver.published<TurnStarted>().at(0).request == "parley_beside_1");
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.feed(input::SendMessage{wire::Item::userText("go on")}).send.size() == 2);
    driver.server(besideEvent("response.done", "completed"));
    CHECK(driver.published<TurnEnded>().at(0).request == "parley_beside_1");
    CHECK(driver.published<TurnEnded>().at(0).isOutOfBand);
    CHECK(driver.sent<wire::ResponseCreate>().empty());
}

TEST_CASE("what is said beside the conversation is told, and enters neither history nor truncations", "[beside]")
{
    Driver driver;
    driver.becomeReady();
    askBeside(driver);
    driver.server(besideEvent("response.created"));
    driver.server({{"type", "response.output_item.added"},
                   {"response_id", "beside"},
                   {"item", {{"id", "b1"}, {"type", "message"}, {"role", "assistant"}}}});
    driver.server(
        {{"type", "response.output_text.delta"}, {"response_id", "beside"}, {"item_id", "b1"}, {"delta", "question"}});
    CHECK(driver.published<AnswerDelta>().at(0).delta == "question");
    CHECK(driver.server(audioDelta("beside", "b1", 2400)).speech.size() == 1);
    CHECK(driver.core.history().items().empty());
    driver.feed(input::PlaybackInterrupted{{{{"beside", "b1", 0}, 1200, 2400}}});
    CHECK(driver.last.send.empty());
    CHECK(driver.published<AudioInterrupted>().at(0).responseId == "beside");
}

TEST_CASE("a refused response beside the conversation is told to whom asked for it", "[beside]")
{
    Driver driver;
    driver.becomeReady();
    askBeside(driver);
    driver.server(
        {{"type", "error"}, {"error", {{"code", "invalid_value"}, {"message", "m"}, {"event_id", "parley_beside_1"}}}});
    CHECK(driver.published<ErrorEvent>().at(0).request == "parley_beside_1");
}

TEST_CASE("usage is told for each response and transcription, and summed up", "[usage]")
{
    Driver driver;
    driver.becomeReady();
    auto done = responseEvent("response.done", "r1", "completed");
    done["response"]["usage"] = {{"input_tokens", 10}, {"output_tokens", 5}};
    driver.server(done);
    CHECK(driver.published<UsageUpdated>().at(0).responseId == "r1");
    driver.server({{"type", "conversation.item.input_audio_transcription.completed"},
                   {"item_id", "u1"},
                   {"transcript", "hi"},
                   {"usage", {{"type", "duration"}, {"seconds", 1.5}}}});
    const auto usage = driver.published<UsageUpdated>().at(0);
    CHECK(usage.responseId.empty());
    CHECK(usage.latest.transcribedAudio == 1500ms);
    CHECK(usage.total.inputTokens == 10);
    CHECK(driver.core.usage() == usage.total);
}

TEST_CASE("a session that used its tokens ends, cleanly and for that reason", "[limits]")
{
    SessionSettings settings;
    settings.limits.tokens = 20;
    Driver driver(settings);
    driver.becomeReady();
    auto done = responseEvent("response.done", "r1", "completed");
    done["response"]["usage"] = {{"input_tokens", 18}};
    driver.server(done);
    CHECK(driver.published<Warning>().at(0).error.code == ErrorCode::limitReached);
    CHECK_FALSE(driver.last.close);
    done["response"]["usage"] = {{"input_tokens", 2}};
    driver.server(done);
    REQUIRE(driver.last.close);
    CHECK(driver.last.close->code == ErrorCode::limitReached);
    CHECK(driver.feed(input::SendMessage{wire::Item::userText("more")}).send.empty());
    CHECK_FALSE(driver.core.nextDeadline());
    driver.feed(input::TransportClosed{Error{ErrorCode::limitReached, "Over.", "limits.tokens"}});
    CHECK(driver.published<ErrorEvent>().empty());
    CHECK(driver.core.state() == ConnectionState::disconnected);
    CHECK(driver.published<ConnectionChanged>().at(0).reason->code == ErrorCode::limitReached);
}

TEST_CASE("a session in which nothing happens ends, with ten seconds' notice", "[limits]")
{
    SessionSettings settings;
    settings.limits.idle = 60s;
    Driver driver(settings);
    driver.becomeReady();
    REQUIRE(driver.core.nextDeadline() == driver.now + 50s);
    driver.now += 50s;
    driver.feed(input::SendAudio{samples(480), false});
    CHECK(driver.published<Warning>().size() == 1);
    driver.now += 5s;
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u"}});
    driver.now += 59s;
    CHECK_FALSE(driver.feed(input::TimePassed{}).close);
    driver.now += 1s;
    CHECK(driver.feed(input::TimePassed{}).close);
}

TEST_CASE("an answer without a voice is told where one was expected", "[watchdogs]")
{
    Driver driver;
    driver.becomeReady();
    driver.server(answer("response.created", "r1"));
    driver.server(answer("response.done", "r1", "completed"));
    CHECK(driver.published<Warning>().at(0).error.message.find("without a voice") != std::string::npos);
}

TEST_CASE("an answer that stands still is told after 15 s, a service that says nothing after 30 s", "[watchdogs]")
{
    Driver driver;
    driver.becomeReady();
    driver.server(answer("response.created", "r1"));
    REQUIRE(driver.core.nextDeadline() == driver.now + 15s);
    driver.now += 15s;
    driver.feed(input::TimePassed{});
    CHECK(driver.published<Warning>().at(0).error.where == "response");
    REQUIRE(driver.core.nextDeadline() == driver.now + 15s);
    driver.now += 15s;
    driver.feed(input::TimePassed{});
    CHECK(driver.published<Warning>().at(0).error.where == "session");
    CHECK(driver.core.nextDeadline() > driver.now + 10min); // Only the end of the session is ahead.
}

TEST_CASE("a truncated answer keeps the words that were heard, and later ones do not come back", "[history]")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server({{"type", "response.output_audio_transcript.done"},
                   {"response_id", "r1"},
                   {"item_id", "i1"},
                   {"transcript", "one two three four"}});
    driver.server(audioDelta("r1", "i1", 24000));
    driver.server(itemDone("i1"));
    driver.feed(input::PlaybackInterrupted{{{{"r1", "i1", 0}, 12000, 24000}}});
    driver.server(
        {{"type", "conversation.item.truncated"}, {"item_id", "i1"}, {"content_index", 0}, {"audio_end_ms", 500}});
    CHECK(driver.published<HistoryUpdated>().at(0).item.plainText() == "one two");
    CHECK(driver.core.history().find("i1")->status == "incomplete");
    driver.server({{"type", "response.output_audio_transcript.done"},
                   {"response_id", "r1"},
                   {"item_id", "i1"},
                   {"transcript", "one two three four"}});
    driver.server(itemDone("i1"));
    CHECK(driver.core.history().find("i1")->plainText() == "one two");
    CHECK(driver.core.history().find("i1")->status == "incomplete");
}

TEST_CASE("every edge of the user's speech is told", "[events]")
{
    Driver driver;
    driver.becomeReady();
    driver.server({{"type", "input_audio_buffer.committed"}, {"item_id", "u2"}, {"previous_item_id", "u1"}});
    CHECK(driver.published<InputCommitted>().at(0).previousItemId == "u1");
    driver.server({{"type", "input_audio_buffer.timeout_triggered"},
                   {"item_id", "u3"},
                   {"audio_start_ms", 13216},
                   {"audio_end_ms", 19232}});
    CHECK(driver.published<InputAudioTimedOut>().at(0).audioEndMs == 19232);
    driver.server({{"type", "conversation.item.input_audio_transcription.failed"},
                   {"item_id", "u2"},
                   {"error", {{"code", "audio_unintelligible"}, {"message", "m"}}}});
    CHECK(driver.published<UserTranscriptFailed>().at(0).itemId == "u2");
    CHECK(driver.published<UserTranscriptFailed>().at(0).error.upstreamCode == "audio_unintelligible");
}

TEST_CASE("rate limits are told, and events that this version does not know come in full", "[events]")
{
    Driver driver;
    driver.becomeReady();
    driver.server({{"type", "rate_limits.updated"}, {"rate_limits", {{{"name", "tokens"}, {"remaining", 7}}}}});
    CHECK(driver.published<RateLimitsUpdated>().at(0).limits.at(0).remaining == 7);
    driver.server({{"type", "response.brand_new"}, {"x", 1}});
    CHECK(driver.published<RawServerEvent>().at(0).event.at("x") == 1);
    CHECK(driver.server({{"type", "conversation.created"}}).publish.empty());
    SessionSettings settings;
    settings.publishesChatter = true;
    Driver curious(settings);
    curious.becomeReady();
    CHECK(curious.server({{"type", "conversation.created"}}).publish.size() == 1);
}

TEST_CASE("words that only the end of their part tells are kept", "[history]")
{
    Driver driver;
    driver.becomeReady();
    driver.server({{"type", "response.content_part.done"},
                   {"response_id", "r1"},
                   {"item_id", "i1"},
                   {"content_index", 0},
                   {"part", {{"type", "audio"}, {"transcript", "hello"}}}});
    CHECK(driver.core.history().find("i1")->plainText() == "hello");
}

TEST_CASE("settings that come out otherwise are told, those as asked are not", "[settings]")
{
    SessionSettings settings;
    settings.session.voice = "marin";
    settings.session.speed = 1.2;
    Driver driver(settings);
    driver.becomeReady(Json::parse(R"({"audio":{"output":{"voice":"alloy","speed":1.2}}})"));
    REQUIRE(driver.published<SettingsDowngraded>().size() == 1);
    CHECK(driver.published<SettingsDowngraded>()[0].fields == std::vector<std::string>{"audio.output.voice"});
    CHECK(driver.published<SettingsDowngraded>()[0].error.where == "audio.output.voice");
}
