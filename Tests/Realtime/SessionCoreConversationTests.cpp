// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

TEST_CASE("an interruption between a request and its response cancels that response as soon as it begins")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::SendMessage{wire::Item::userText("hello")});
    driver.feed(input::Interrupt{});
    driver.server(responseEvent("response.created", "r1"));
    REQUIRE(driver.sent<wire::ResponseCancel>().size() == 1);
    CHECK(driver.server(audioDelta("r1", "i1", 2400)).speech.empty());
    driver.server(responseEvent("response.done", "r1", "cancelled"));
    driver.feed(input::SendMessage{wire::Item::userText("again")});
    driver.server(responseEvent("response.created", "r2"));
    CHECK(driver.sent<wire::ResponseCancel>().empty());
    CHECK(driver.server(audioDelta("r2", "i2", 2400)).speech.size() == 1);
}

TEST_CASE("speech that was cut off for its length can still be interrupted")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "i1", 2400));
    driver.feed(input::PlayoutOverflow{"r1"});
    CHECK(driver.server({{"type", "input_audio_buffer.speech_started"}}).flushPlayout);
}

TEST_CASE("speech without samples makes nobody speak")
{
    Driver driver;
    driver.becomeReady();
    CHECK(driver.server(audioDelta("r1", "i1", 0)).speech.empty());
    CHECK_FALSE(driver.server({{"type", "input_audio_buffer.speech_started"}}).flushPlayout);
}

TEST_CASE("the agent falls silent when this side closes, whatever still arrives")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.feed(input::Closing{});
    CHECK(driver.server(audioDelta("r1", "i1", 2400)).speech.empty());
    driver.feed(input::SendMessage{wire::Item::userText("late")});
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::notConnected);
}

TEST_CASE("a connection lost long after an error is not blamed on that error")
{
    Driver driver;
    driver.becomeReady();
    driver.server({{"type", "error"}, {"error", {{"code", "invalid_value"}, {"message", "m"}}}});
    driver.server(responseEvent("response.created", "r1"));
    driver.feed(input::TransportClosed{{ErrorCode::connectFailed, "Check the network.", "read"}});
    CHECK(driver.published<Reconnecting>().at(0).reason.upstreamCode.empty());
}

TEST_CASE("more lines than the queue holds while connecting are refused for that reason")
{
    Driver driver;
    driver.feed(input::Connecting{});
    for (int i = 0; i < 64; ++i)
        CHECK(driver.feed(input::SendMessage{wire::Item::userText("line")}).publish.empty());
    driver.feed(input::SendMessage{wire::Item::userText("one too many")});
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::queueFull);
}

TEST_CASE("a second turn is committed although the echo of the first one's commit came in its midst")
{
    Driver driver;
    driver.becomeReady(Json::parse(R"({"audio":{"input":{"turn_detection":null}}})"));
    driver.feed(input::SendAudio{samples(4800), true});
    driver.feed(input::SendAudio{samples(2400), false});
    driver.server({{"type", "input_audio_buffer.committed"}, {"item_id", "u1"}});
    driver.feed(input::SendAudio{samples(240), true});
    CHECK(driver.sent<wire::InputAudioCommit>().size() == 1);
}

TEST_CASE("a service that ends items only by response.output_item.done has its unheard ones deleted too")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.feed(input::Interrupt{});
    driver.server(audioDelta("r1", "i1", 2400));
    driver.server({{"type", "response.output_item.done"},
                   {"response_id", "r1"},
                   {"item", {{"id", "i1"}, {"type", "message"}, {"role", "assistant"}, {"status", "incomplete"}}}});
    CHECK(driver.sent<wire::ItemDelete>().size() == 1);
    driver.server(itemDone("i1"));
    CHECK(driver.sent<wire::ItemDelete>().empty());
}

TEST_CASE("a key in the reason of a failed response is not told")
{
    Driver driver;
    driver.becomeReady();
    auto failed = responseEvent("response.done", "r1", "failed");
    failed["response"]["status_details"] = {{"error", {{"message", "Bad key sk-proj-abcdefghijkl"}}}};
    driver.server(failed);
    CHECK(driver.published<ErrorEvent>().at(0).error.describe().find("abcdefgh") == std::string::npos);
    CHECK(driver.published<TurnEnded>().at(0).reason.find("abcdefgh") == std::string::npos);
}
