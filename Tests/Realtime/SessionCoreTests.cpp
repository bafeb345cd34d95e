// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

TEST_CASE("settings go out after session.created, and ready is told after session.updated")
{
    SessionSettings settings;
    settings.agent = {"Greeter", "Be brief.", "marin"};
    Driver driver(settings);
    driver.feed(input::Connecting{});
    CHECK(driver.feed(input::TransportOpened{}).send.empty());
    driver.server({{"type", "session.created"}, {"session", {{"id", "sess_1"}, {"expires_at", 5}}}});
    const auto updates = driver.sent<wire::SessionUpdate>();
    REQUIRE(updates.size() == 1);
    CHECK(updates[0].session.instructions == "Be brief.");
    CHECK(updates[0].session.voice == wire::Voice("marin"));
    CHECK(driver.published<SessionStarted>().at(0).sessionId == "sess_1");
    CHECK(driver.core.state() == ConnectionState::configuring);
    driver.server({{"type", "session.updated"}, {"session", Json::object()}});
    CHECK(driver.core.state() == ConnectionState::ready);
}

TEST_CASE("what is said while connecting is sent once the settings are confirmed, the last three seconds of it")
{
    Driver driver;
    driver.feed(input::Connecting{});
    for (int second = 0; second < 5; ++second)
        CHECK(driver.feed(input::SendAudio{samples(24000), false}).send.empty());
    driver.becomeReady();
    // becomeReady began a new connection: what was said before it is gone.
    CHECK(driver.sent<wire::InputAudioAppend>().empty());

    Driver second;
    second.feed(input::Connecting{});
    second.feed(input::TransportOpened{});
    for (int i = 0; i < 5; ++i)
        second.feed(input::SendAudio{samples(24000), false});
    second.server({{"type", "session.created"}, {"session", Json::object()}});
    CHECK(second.sent<wire::InputAudioAppend>().empty());
    second.server({{"type", "session.updated"}, {"session", Json::object()}});
    std::size_t total = 0;
    for (const auto& append : second.sent<wire::InputAudioAppend>())
        total += append.samples.size();
    CHECK(total == 3 * 24000);
    CHECK(second.core.droppedEarlySamples() == 2 * 24000);
}

TEST_CASE("a service that never confirms the settings gets audio after five seconds, with a warning")
{
    Driver driver;
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    driver.feed(input::SendAudio{samples(480), false});
    REQUIRE(driver.core.nextDeadline() == driver.now + 5s);
    driver.now += 5s;
    driver.feed(input::TimePassed{});
    CHECK(driver.published<Warning>().at(0).error.where == "session.updated");
    CHECK(driver.sent<wire::InputAudioAppend>().size() == 1);
    CHECK(driver.core.state() == ConnectionState::ready);
}

TEST_CASE("a service that never begins a session is given up after ten seconds")
{
    Driver driver;
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    driver.now += 10s;
    driver.feed(input::TimePassed{});
    REQUIRE(driver.last.close);
    CHECK(driver.last.close->code == ErrorCode::timeout);
}

TEST_CASE("refused settings are reported and the session goes on")
{
    Driver driver;
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    driver.server({{"type", "error"},
                   {"error",
                    {{"code", "unknown_parameter"},
                     {"param", "session.bogus"},
                     {"message", "Unknown parameter"},
                     {"event_id", Handshake::updateId}}}});
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::updateRejected);
    CHECK(driver.core.state() == ConnectionState::ready);
}

TEST_CASE("a line becomes an item and a request for an answer")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::SendMessage{wire::Item::userText("hello")});
    REQUIRE(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    driver.server(responseEvent("response.created", "r1"));
    driver.feed(input::SendMessage{wire::Item::userText("and")});
    CHECK(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a line written while connecting is sent when ready, one written without a session is an error")
{
    Driver driver;
    driver.feed(input::SendMessage{wire::Item::userText("too early")});
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::notConnected);
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    CHECK(driver.feed(input::SendMessage{wire::Item::userText("hello")}).send.empty());
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    driver.server({{"type", "session.updated"}, {"session", Json::object()}});
    CHECK(driver.sent<wire::ItemCreate>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a commit under 100 ms is withheld and said, a longer one asks for an answer where the service does not")
{
    Driver driver;
    driver.becomeReady(Json::parse(R"({"audio":{"input":{"turn_detection":null}}})"));
    driver.feed(input::SendAudio{samples(2399), true});
    CHECK(driver.sent<wire::InputAudioCommit>().empty());
    CHECK(driver.published<Warning>().size() == 1);
    driver.feed(input::SendAudio{samples(1), true});
    CHECK(driver.sent<wire::InputAudioCommit>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("speech of the user stops the agent: flush first, late audio of that response is dropped")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    CHECK(driver.server(audioDelta("r1", "i1", 2400)).speech.size() == 1);
    driver.server({{"type", "input_audio_buffer.speech_started"}, {"item_id", "u1"}, {"audio_start_ms", 10}});
    CHECK(driver.last.flushPlayout);
    CHECK(driver.sent<wire::ResponseCancel>().empty());
    CHECK(driver.server(audioDelta("r1", "i1", 2400)).speech.empty());
    driver.server(responseEvent("response.done", "r1", "cancelled"));
    driver.server(responseEvent("response.created", "r2"));
    CHECK(driver.server(audioDelta("r2", "i2", 2400)).speech.size() == 1);
}

TEST_CASE("speech after the last delta, while the answer still sounds, stops it too")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "i1", 2400));
    driver.server(responseEvent("response.done", "r1", "completed"));
    driver.server({{"type", "input_audio_buffer.speech_started"}});
    CHECK(driver.last.flushPlayout);
    driver.server({{"type", "input_audio_buffer.speech_started"}});
    CHECK_FALSE(driver.last.flushPlayout);
}

TEST_CASE("nothing is flushed once the answer was heard to its end, nor where the service does not interrupt")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "i1", 2400));
    driver.server(responseEvent("response.done", "r1", "completed"));
    driver.feed(input::PlaybackFinished{"r1"});
    CHECK_FALSE(driver.server({{"type", "input_audio_buffer.speech_started"}}).flushPlayout);

    Driver polite;
    polite.becomeReady(
        Json::parse(R"({"audio":{"input":{"turn_detection":{"type":"server_vad","interrupt_response":false}}}})"));
    polite.server(responseEvent("response.created", "r1"));
    polite.server(audioDelta("r1", "i1", 2400));
    CHECK_FALSE(polite.server({{"type", "input_audio_buffer.speech_started"}}).flushPlayout);
}

TEST_CASE("an interruption by hand cancels what is under way")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "i1", 2400));
    driver.feed(input::Interrupt{});
    CHECK(driver.last.flushPlayout);
    REQUIRE(driver.sent<wire::ResponseCancel>().size() == 1);
    CHECK(driver.sent<wire::ResponseCancel>()[0].responseId == "r1");
}

TEST_CASE("truncates at what was heard, never more than was received, in whole milliseconds rounded down")
{
    Driver driver;
    driver.becomeReady();
    driver.server(itemDone("i1"));
    const audio::SpeechPart part{"r1", "i1", 0};
    driver.feed(input::PlaybackInterrupted{{{part, 24 * 100 + 23, 24000}}});
    REQUIRE(driver.sent<wire::ItemTruncate>().size() == 1);
    CHECK(driver.sent<wire::ItemTruncate>()[0].audioEndMs == 100);
    CHECK(driver.published<AudioInterrupted>().at(0).heard == 100ms);
    CHECK(HeardSpeech{part, 50000, 24000}.heard() == 1000ms);
}

TEST_CASE("a part heard to its end is left alone, an unheard item is deleted once it is done")
{
    Driver driver;
    driver.becomeReady();
    driver.server(itemDone("heard"));
    driver.server(
        {{"type", "conversation.item.added"},
         {"item", {{"id", "unheard"}, {"type", "message"}, {"role", "assistant"}, {"status", "in_progress"}}}});
    driver.feed(input::PlaybackInterrupted{{{{"r1", "heard", 0}, 2400, 2400}, {{"r1", "unheard", 0}, 0, 4800}}});
    CHECK(driver.last.send.empty());
    driver.server(itemDone("unheard"));
    REQUIRE(driver.sent<wire::ItemDelete>().size() == 1);
    CHECK(driver.sent<wire::ItemDelete>()[0].itemId == "unheard");
}

TEST_CASE("errors about truncation and cancelling are warnings, others are errors, and none ends the session")
{
    Driver driver;
    driver.becomeReady();
    driver.server({{"type", "error"}, {"error", {{"code", "response_cancel_not_active"}, {"message", "m"}}}});
    CHECK(driver.published<Warning>().size() == 1);
    driver.server({{"type", "error"},
                   {"error", {{"code", "invalid_value"}, {"message", "m"}, {"event_id", "parley_bargein_3"}}}});
    CHECK(driver.published<Warning>().size() == 1);
    for (int i = 0; i < 4; ++i)
    {
        driver.server({{"type", "error"}, {"error", {{"code", "invalid_value"}, {"message", "m"}}}});
        CHECK(driver.published<ErrorEvent>().size() == 1);
    }
    driver.feed(input::SendMessage{wire::Item::userText("still there?")});
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a failed response is an error with the service's reason, an incomplete one a warning")
{
    Driver driver;
    driver.becomeReady();
    auto failed = responseEvent("response.done", "r1", "failed");
    failed["response"]["status_details"] = {{"error", {{"code", "insufficient_quota"}, {"message", "You exceeded"}}}};
    driver.server(failed);
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::quotaExceeded);
    CHECK(driver.published<TurnEnded>().at(0).status == "failed");
    auto incomplete = responseEvent("response.done", "r2", "incomplete");
    incomplete["response"]["status_details"] = {{"reason", "max_output_tokens"}};
    driver.server(incomplete);
    CHECK(driver.published<Warning>().at(0).error.upstreamCode == "max_output_tokens");
}

TEST_CASE("an error before the session begins is told when the session goes on all the same")
{
    Driver driver;
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "error"}, {"error", {{"code", "rate_limit_exceeded"}, {"message", "slow"}}}});
    CHECK(driver.published<ErrorEvent>().empty());
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::rateLimited);
}

TEST_CASE("a close that follows an error tells that error's code")
{
    Driver driver;
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    driver.server({{"type", "error"}, {"error", {{"code", "invalid_api_key"}, {"message", "Incorrect API key"}}}});
    driver.feed(input::TransportClosed{{ErrorCode::unauthorized, "Check the key.", "close 3000"}});
    const auto changed = driver.published<ConnectionChanged>();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].state == ConnectionState::failed);
    CHECK(changed[0].reason->upstreamCode == "invalid_api_key");
}

TEST_CASE("once this side closes, nothing is sent any more")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::Closing{});
    CHECK(driver.feed(input::SendAudio{samples(480), false}).send.empty());
    CHECK(driver.feed(input::SendMessage{wire::Item::userText("wait")}).send.empty());
}

TEST_CASE("our own close ends without an error")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::TransportClosed{{ErrorCode::cancelled, "Closed.", {}}});
    CHECK(driver.published<ErrorEvent>().empty());
    CHECK(driver.core.state() == ConnectionState::disconnected);
}

TEST_CASE("captions and the finished line are told for both sides and kept in the history")
{
    Driver driver;
    driver.becomeReady();
    driver.server({{"type", "conversation.item.input_audio_transcription.completed"},
                   {"item_id", "u1"},
                   {"transcript", "go forward"}});
    CHECK(driver.published<UserTranscriptCompleted>().at(0).transcript == "go forward");
    driver.server({{"type", "response.output_audio_transcript.delta"},
                   {"response_id", "r1"},
                   {"item_id", "a1"},
                   {"delta", "You said"}});
    CHECK(driver.published<AnswerDelta>().at(0).isSpoken);
    REQUIRE(driver.core.history().items().size() == 2);
    CHECK(driver.core.history().items()[0].plainText() == "go forward");
    CHECK(driver.core.history().items()[1].plainText() == "You said");
}

TEST_CASE("speech beyond the store's limit cancels the response with an error")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "i1", 2400));
    driver.feed(input::PlayoutOverflow{"r1"});
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::playoutOverflow);
    CHECK(driver.sent<wire::ResponseCancel>().size() == 1);
    CHECK(driver.server(audioDelta("r1", "i1", 2400)).speech.empty());
}
