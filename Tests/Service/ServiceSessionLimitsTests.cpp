// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

Json lastResponse(const SessionDriver& driver)
{
    return driver.last("response.done").at("response");
}

void ask(SessionDriver& driver, const Json& response)
{
    driver.send({{"type", "response.create"}, {"response", response}});
}

} // namespace

TEST_CASE("a written answer ends at max_output_tokens, incomplete, and says why")
{
    SessionDriver driver;
    driver.answer = "one two three four five six";
    driver.say("Hello");
    ask(driver, {{"output_modalities", {"text"}}, {"max_output_tokens", 2}});
    const auto response = lastResponse(driver);
    CHECK(response.at("status") == "incomplete");
    CHECK(response.at("status_details") == Json{{"type", "incomplete"}, {"reason", "max_output_tokens"}});
    CHECK(response.at("usage").at("output_tokens") == 2);
    CHECK(driver.last("response.output_text.done").at("text") == "one two ");
    CHECK(response.at("output").at(0).at("status") == "incomplete");
}

TEST_CASE("a spoken answer counts its words and its speech against max_output_tokens")
{
    SessionDriver driver;
    const auto most = GENERATE(1, 5, 13, 14, 20, 27, 28);
    driver.answer = "First sentence. Second sentence.";
    driver.say("Hello");
    ask(driver, {{"max_output_tokens", most}});
    const auto response = lastResponse(driver);
    CHECK(response.at("usage").at("output_tokens").get<int>() <= most);
    CHECK(response.at("status") == (most >= 28 ? "completed" : "incomplete"));
}

TEST_CASE("a call of a function that is too long for max_output_tokens comes cut, and its item is incomplete")
{
    SessionDriver driver;
    driver.calls = {{"look_up", R"({"a":"1234567890"})"}, {"look_up", "{}"}};
    driver.say("Look it up");
    ask(driver, {{"max_output_tokens", 3}});
    const auto response = lastResponse(driver);
    CHECK(response.at("status") == "incomplete");
    REQUIRE(response.at("output").size() == 1);
    CHECK(response.at("output").at(0).at("status") == "incomplete");
    CHECK(response.at("output").at(0).at("arguments") == R"({"a":)");
}

TEST_CASE("responses beside the conversation run beside it, and are cancelled by their id alone")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    driver.say("Hello");
    driver.send({{"type", "response.create"}});
    const auto ofConversation = driver.last("response.created").at("response").at("id");
    ask(driver, {{"conversation", "none"}, {"output_modalities", {"text"}}});
    const auto beside = driver.last("response.created").at("response").at("id");
    CHECK(beside != ofConversation);
    CHECK(driver.last("response.created").at("response").at("conversation_id").is_null());
    driver.send({{"type", "response.create"}});
    CHECK(driver.lastError().at("code") == "conversation_already_has_active_response");
    driver.send({{"type", "response.cancel"}});
    CHECK(lastResponse(driver).at("id") == ofConversation);
    CHECK(lastResponse(driver).at("status") == "cancelled");
    driver.send({{"type", "response.cancel"}});
    CHECK(driver.lastError().at("code") == "response_cancel_not_active");
    driver.finishJobs();
    CHECK(lastResponse(driver).at("id") == beside);
    CHECK(lastResponse(driver).at("status") == "completed");
    CHECK(driver.all("response.done").size() == 2);
}

TEST_CASE("the user's voice ends the conversation's response and leaves those beside it")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    driver.say("Hello");
    ask(driver, {{"conversation", "none"}});
    driver.send({{"type", "response.create"}});
    driver.sendAudio(makeSpeech(600ms));
    REQUIRE(driver.all("response.done").size() == 1);
    CHECK_FALSE(lastResponse(driver).at("conversation_id").is_null());
}

TEST_CASE("only so many responses may run beside the conversation")
{
    SessionDriver driver;
    driver.holdsJobs = true;
    driver.say("Hello");
    for (int i = 0; i < 16; ++i)
        ask(driver, {{"conversation", "none"}});
    CHECK(driver.all("error").empty());
    ask(driver, {{"conversation", "none"}});
    CHECK(driver.lastError().at("code") == "too_many_active_responses");
}

TEST_CASE("a session lasts as long as it was given, and says so when it ends")
{
    ServiceSession session({"gpt-realtime", 7, 1'700'000'000, Json::object(), 90s});
    CHECK(session.open().events.at(0).at("session").at("expires_at") == 1'700'000'090);
    CHECK(session.nextDeadline() == 90s);
    CHECK_FALSE(session.passTime(89s).close.has_value());
    const auto ended = session.passTime(90s);
    CHECK(ended.events.at(0).at("error").at("code") == "session_expired");
    CHECK(ended.events.at(0).at("error").at("message") == "Your session hit the maximum duration of 90 seconds.");
    CHECK(ended.close->code == 1001);
}

TEST_CASE("how long a session lasted is told in a fitting unit")
{
    for (const auto& [longest, told] :
         {std::pair(SessionTime(500ms), "500 milliseconds."), std::pair(SessionTime(5s), "5 seconds."),
          std::pair(SessionTime(60min), "60 minutes.")})
    {
        ServiceSession session({"gpt-realtime", 7, 1'700'000'000, Json::object(), longest});
        static_cast<void>(session.open());
        const auto message = session.passTime(longest).events.at(0).at("error").at("message").get<std::string>();
        CHECK_THAT(message, Catch::Matchers::EndsWith(told));
    }
}
