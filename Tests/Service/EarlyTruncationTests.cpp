// SPDX-License-Identifier: Apache-2.0
// conversation.item.truncate for an answer that is still being delivered.
#include "SessionDriver.h"

using namespace parley::service;

namespace
{

/// An answer of two sentences, of which the first is sent, with half a second of speech where it is spoken.
struct Delivery
{
    explicit Delivery(const std::string& modality = "audio")
    {
        driver.update({{"output_modalities", {modality}}});
        driver.answer = "One two three four. Five six seven eight.";
        driver.holdsJobs = true;
        driver.say("Count");
        driver.send({{"type", "response.create"}});
        driver.tell(driver.jobs.front().id, AnswerPart{"One two three four. "});
        if (modality == "audio")
        {
            driver.finishOneJob();
            driver.finishOneJob();
        }
        itemId = driver.last("response.output_item.added").at("item").at("id");
        driver.events.clear();
    }

    void truncate(int audioEndMs, int contentIndex = 0)
    {
        driver.send({{"type", "conversation.item.truncate"},
                     {"item_id", itemId},
                     {"content_index", contentIndex},
                     {"audio_end_ms", audioEndMs}});
    }

    [[nodiscard]] Json retrieve()
    {
        driver.send({{"type", "conversation.item.retrieve"}, {"item_id", itemId}});
        return driver.last("conversation.item.retrieved").at("item");
    }

    /// What the next answer knows of this one.
    [[nodiscard]] std::string wordsKnown()
    {
        driver.finishJobs();
        driver.send({{"type", "response.create"}});
        driver.finishJobs();
        return driver.requests.back().turns.back().text;
    }

    SessionDriver driver;
    std::string itemId;
};

} // namespace

TEST_CASE("an answer that is truncated and then cancelled stays truncated")
{
    Delivery delivery;
    delivery.truncate(250);
    CHECK(delivery.driver.last("conversation.item.truncated").at("audio_end_ms") == 250);
    delivery.driver.send({{"type", "response.cancel"}});
    CHECK(delivery.driver.all("error").empty());
    const auto item = delivery.driver.last("conversation.item.done").at("item");
    CHECK(item.at("status") == "incomplete");
    CHECK(item.at("content") == Json::parse(R"([{"type":"output_audio"}])"));
    CHECK(delivery.driver.last("response.output_item.done").at("item") == item);
    CHECK(delivery.driver.last("response.done").at("response").at("output").at(0) == item);
    CHECK(delivery.retrieve() == item);
    CHECK(delivery.wordsKnown() == "One two");
}

TEST_CASE("an answer that is truncated and goes on all the same stays truncated")
{
    Delivery delivery;
    delivery.truncate(500);
    delivery.driver.finishJobs();
    const auto response = delivery.driver.last("response.done").at("response");
    CHECK(response.at("status") == "completed");
    CHECK(delivery.retrieve().at("status") == "completed");
    CHECK_FALSE(delivery.retrieve().at("content").at(0).contains("transcript"));
    CHECK(delivery.wordsKnown() == "One two three four.");
}

TEST_CASE("an answer under way is never truncated to more than was sent, nor than was left of it")
{
    Delivery delivery;
    delivery.truncate(501);
    CHECK(delivery.driver.lastError().at("message") == "Audio content of 500ms is already shorter than 501ms");
    delivery.truncate(300);
    delivery.truncate(400);
    CHECK(delivery.driver.lastError().at("message") == "Audio content of 300ms is already shorter than 400ms");
    delivery.driver.finishJobs();
    delivery.truncate(400);
    CHECK(delivery.driver.all("error").size() == 3);
    CHECK(delivery.driver.all("conversation.item.truncated").size() == 1);
}

TEST_CASE("of an answer under way only what is audio is truncated")
{
    Delivery spoken;
    spoken.truncate(100, 1);
    CHECK(spoken.driver.lastError().at("param") == "content_index");
    Delivery written("text");
    written.truncate(0);
    CHECK(written.driver.lastError().at("param") == "content_index");
}
