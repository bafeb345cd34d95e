// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

#include <set>

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;
using Types = std::vector<std::string>;

TEST_CASE("a session in a telephone's format hears and speaks a byte a sample", "[g711]")
{
    SessionDriver driver;
    driver.update(Json::parse(R"({"audio":{"input":{"format":{"type":"audio/pcmu"},"turn_detection":null},
                                           "output":{"format":{"type":"audio/pcma"}}}})"));
    const auto audio = driver.last("session.updated").at("session").at("audio");
    CHECK(audio.at("input").at("format") == Json::parse(R"({"type":"audio/pcmu"})"));
    CHECK(audio.at("output").at("format") == Json::parse(R"({"type":"audio/pcma"})"));
    std::string base64;
    wire::appendBase64(wire::AudioFormat::pcmu, std::vector<std::int16_t>(800), base64);
    driver.send({{"type", "input_audio_buffer.append"}, {"audio", base64}});
    driver.send({{"type", "input_audio_buffer.commit"}});
    CHECK(driver.all("input_audio_buffer.committed").size() == 1);
    driver.send({{"type", "response.create"}});
    std::vector<std::int16_t> spoken;
    for (const auto& delta : driver.all("response.output_audio.delta"))
        REQUIRE(wire::decodeBase64(wire::AudioFormat::pcma, delta.at("delta").get<std::string>(), spoken));
    // Two sentences of half a second.
    CHECK(spoken.size() == 8000);
}

TEST_CASE("a second response while one is active is refused and names the client's event")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    driver.send({{"type", "response.create"}, {"event_id", "second"}});
    CHECK(driver.lastError().at("code") == "conversation_already_has_active_response");
    CHECK(driver.lastError().at("event_id") == "second");
    driver.finishJobs();
    CHECK(driver.all("response.done").size() == 1);
}

TEST_CASE("a cancelled response ends at once and sends nothing more")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    driver.finishOneJob();
    driver.finishOneJob();
    CHECK_FALSE(driver.all("response.output_audio.delta").empty());
    driver.send({{"type", "response.cancel"}});
    const auto done = driver.last("response.done").at("response");
    CHECK(done.at("status") == "cancelled");
    CHECK(done.at("status_details").at("reason") == "client_cancelled");
    CHECK(done.at("output").at(0).at("status") == "incomplete");
    driver.events.clear();
    driver.finishJobs();
    CHECK(driver.events.empty());
    driver.send({{"type", "response.cancel"}});
    CHECK(driver.lastError().at("code") == "response_cancel_not_active");
}

TEST_CASE("an answer is truncated to what was heard, never to more than there is")
{
    SessionDriver driver;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    const auto itemId = driver.last("response.output_item.done").at("item").at("id");
    Json truncate = {
        {"type", "conversation.item.truncate"}, {"item_id", itemId}, {"content_index", 0}, {"audio_end_ms", 1001}};
    driver.send(truncate);
    CHECK(driver.lastError().at("message") == "Audio content of 1000ms is already shorter than 1001ms");
    truncate["audio_end_ms"] = 400;
    driver.send(truncate);
    CHECK(driver.last("conversation.item.truncated").at("audio_end_ms") == 400);
    driver.send({{"type", "conversation.item.retrieve"}, {"item_id", itemId}});
    CHECK_FALSE(driver.last("conversation.item.retrieved").at("item").at("content").at(0).contains("transcript"));
}

TEST_CASE("of a truncated answer the next one knows about what was heard")
{
    SessionDriver driver;
    driver.answer = "One two three four. Five six seven eight.";
    driver.say("Count");
    driver.send({{"type", "response.create"}});
    const auto itemId = driver.last("response.output_item.done").at("item").at("id");
    Json truncate = {
        {"type", "conversation.item.truncate"}, {"item_id", itemId}, {"content_index", 0}, {"audio_end_ms", 800}};
    const auto wordsKnown = [&]
    {
        driver.send({{"type", "response.create"}});
        return driver.requests.back().messages.at(1);
    };
    driver.send(truncate);
    CHECK(wordsKnown() == Json{{"role", "assistant"}, {"content", "One two three four. Five six"}});
    truncate["audio_end_ms"] = 300;
    driver.send(truncate);
    CHECK(wordsKnown() == Json{{"role", "assistant"}, {"content", "One two"}});
}

TEST_CASE("of an answer without sound nothing was heard, and words are cut between their characters")
{
    const auto heardOf = [](const std::string& words, std::int64_t samples, std::int64_t endMs)
    {
        Conversation conversation;
        const Json part = {{"type", "output_audio"}, {"transcript", words}};
        const Json item = {{"id", "i"}, {"type", "message"}, {"role", "assistant"}, {"content", Json::array({part})}};
        ConversationItem entry;
        entry.json = item;
        entry.audioSamples = samples;
        conversation.add(std::move(entry));
        CHECK_FALSE(conversation.truncate("i", 0, endMs));
        return plainText(conversation.items().front());
    };
    CHECK(heardOf("Never said.", 0, 0).empty());
    CHECK(heardOf("Never said.", 24000, 0).empty());
    CHECK(heardOf("All of it.", 24000, 1000) == "All of it.");
    for (std::int64_t endMs = 0; endMs < 1000; endMs += 10)
        CHECK(std::string("Grüße aus Zürich, schöne")
                  .starts_with(heardOf("Grüße aus Zürich, schöne Grüße.", 24000, endMs)));
}

TEST_CASE("items go where previous_item_id says, and can be deleted")
{
    SessionDriver driver;
    driver.say("second");
    const auto second = driver.last("conversation.item.added").at("item").at("id");
    const Json part = {{"type", "input_text"}, {"text", "first"}};
    const Json item = {{"id", "item_mine"}, {"type", "message"}, {"role", "user"}, {"content", Json::array({part})}};
    Json create = {{"type", "conversation.item.create"}, {"previous_item_id", "root"}, {"item", item}};
    driver.send(create);
    CHECK(driver.last("conversation.item.added").at("previous_item_id").is_null());
    driver.send(create);
    CHECK(driver.lastError().at("param") == "item.id");
    create["item"]["id"] = "item_other";
    create["previous_item_id"] = "item_unknown";
    driver.send(create);
    CHECK(driver.lastError().at("code") == "item_create_invalid_previous_item_id");
    driver.send({{"type", "response.create"}});
    CHECK(driver.requests.back().turns.front().text == "first");
    driver.send({{"type", "conversation.item.delete"}, {"item_id", second}});
    CHECK(driver.last("conversation.item.deleted").at("item_id") == second);
    driver.send({{"type", "conversation.item.delete"}, {"item_id", second}});
    CHECK(driver.lastError().at("code") == "item_delete_invalid_item_id");
}

TEST_CASE("a response beside the conversation answers its own input and leaves no item")
{
    SessionDriver driver;
    driver.say("in the conversation");
    driver.events.clear();
    const Json part = {{"type", "input_text"}, {"text", "classify this"}};
    const Json item = {{"type", "message"}, {"role", "user"}, {"content", Json::array({part})}};
    driver.send({{"type", "response.create"},
                 {"response",
                  {{"conversation", "none"},
                   {"metadata", {{"topic", "classification"}}},
                   {"output_modalities", {"text"}},
                   {"instructions", "Only this."},
                   {"input", Json::array({item})}}}});
    CHECK(driver.requests.back().turns.size() == 1);
    CHECK(driver.requests.back().instructions == "Only this.");
    CHECK(driver.all("conversation.item.added").empty());
    const auto done = driver.last("response.done").at("response");
    CHECK(done.at("metadata").at("topic") == "classification");
    CHECK(done.at("conversation_id").is_null());
    CHECK(done.at("output").at(0).at("content").at(0).at("text") == driver.answer);
}

TEST_CASE("a response waits until what was said is transcribed")
{
    SessionDriver driver;
    driver.update({{"audio", {{"input", {{"turn_detection", nullptr}}}}}});
    driver.holdsJobs = true;
    driver.sendAudio(makeSpeech(500ms));
    driver.send({{"type", "input_audio_buffer.commit"}});
    driver.send({{"type", "response.create"}});
    REQUIRE(driver.jobs.size() == 1);
    driver.finishOneJob();
    driver.finishOneJob();
    REQUIRE(driver.requests.size() == 1);
    CHECK(driver.requests.back().turns.back().text == "turn left");
}

TEST_CASE("the output of a tool reaches the answer")
{
    SessionDriver driver;
    driver.addCall("call_1");
    driver.addOutput("call_1", "sunny");
    driver.send({{"type", "response.create"}});
    CHECK(driver.requests.back().toolOutput == "sunny");
}

TEST_CASE("an engine that fails makes the response fail with its code")
{
    SessionDriver driver;
    driver.failure = Error{ErrorCode::queueFull, "busy", ""};
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    const auto done = driver.last("response.done").at("response");
    CHECK(done.at("status") == "failed");
    CHECK(done.at("status_details").at("error").at("code") == "queue_full");
}

TEST_CASE("an answer beyond the limit is cut between two characters and ends incomplete")
{
    SessionDriver driver;
    driver.update({{"output_modalities", {"text"}}});
    driver.answer.clear();
    while (driver.answer.size() < 3 * ResponseRun::longestAnswer)
        driver.answer += "\u20AC";
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "incomplete");
    CHECK(response.at("status_details").at("reason") == "max_output_tokens");
    const auto text = response.at("output").at(0).at("content").at(0).at("text").get<std::string>();
    CHECK(text.size() == ResponseRun::longestAnswer - ResponseRun::longestAnswer % 3);
}

TEST_CASE("an answer of many pages comes whole, written or spoken")
{
    SessionDriver driver;
    const std::string modality = GENERATE("text", "audio");
    driver.update({{"output_modalities", {modality}}});
    driver.answer.clear();
    while (driver.answer.size() < 20000)
        driver.answer += "One page follows the other, and none is left out of it, so that this one is long. ";
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    const auto response = driver.last("response.done").at("response");
    CHECK(response.at("status") == "completed");
    const auto part = response.at("output").at(0).at("content").at(0);
    CHECK(part.value("text", part.value("transcript", "")) == driver.answer);
}

TEST_CASE("a conversation of long answers keeps the newest of them, each counted once it is whole")
{
    Conversation conversation;
    const auto answer = [](int number, Json content) {
        return Json{{"id", std::to_string(number)}, {"type", "message"}, {"role", "assistant"}, {"content", content}};
    };
    const Json part = {{"type", "output_text"}, {"text", std::string(Conversation::capacityBytes / 4, 'x')}};
    for (int i = 0; i < 4; ++i)
    {
        ConversationItem begun;
        begun.json = answer(i, Json::array());
        conversation.add(std::move(begun));
        CHECK(conversation.conclude(answer(i, Json::array({part})), 0).at("id") == std::to_string(i));
    }
    CHECK(conversation.items().size() == 3);
    CHECK(conversation.find("0") == nullptr);
    CHECK(conversation.lastId() == "3");
}

TEST_CASE("a conversation of huge items keeps the newest of them")
{
    SessionDriver driver;
    const std::string text(Conversation::capacityBytes / 4, 'x');
    for (const auto* id : {"first", "second", "third", "fourth"})
        driver.send({{"type", "conversation.item.create"},
                     {"item",
                      {{"id", id},
                       {"type", "message"},
                       {"role", "user"},
                       {"content", Json::array({{{"type", "input_text"}, {"text", text}}})}}}});
    driver.send({{"type", "conversation.item.retrieve"}, {"item_id", "first"}});
    CHECK(driver.lastError().at("code") == "item_retrieve_invalid_item_id");
    driver.send({{"type", "conversation.item.retrieve"}, {"item_id", "fourth"}});
    CHECK(driver.all("conversation.item.retrieved").size() == 1);
}
