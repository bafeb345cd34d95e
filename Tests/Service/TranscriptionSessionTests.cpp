// SPDX-License-Identifier: Apache-2.0
#include "Service/Admission.h"
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

SessionDriver transcriptionDriver()
{
    return SessionDriver({"any", 7, 1'700'000'000, Json::object(), 1h, true});
}

} // namespace

TEST_CASE("a session may be opened to transcribe, without a model")
{
    const Secret key("key");
    ClientSecrets secrets(1, key);
    UpgradeRequest asking;
    asking.target = "/v1/realtime?intent=transcription";
    asking.isUpgrade = true;
    asking.authorization = "Bearer key";
    const auto admission = admit(asking, key, secrets, 0);
    REQUIRE(std::holds_alternative<Admitted>(admission));
    CHECK(std::get<Admitted>(admission).isTranscription);
}

TEST_CASE("a transcription session writes down what is said and answers nothing")
{
    auto driver = transcriptionDriver();
    const auto session = driver.last("session.created").at("session");
    CHECK(session.at("type") == "transcription");
    CHECK(session.at("object") == "realtime.transcription_session");
    CHECK_FALSE(session.at("audio").contains("output"));
    driver.sendAudio(makeSpeech(800ms));
    driver.sendAudio(makeSilence(400ms));
    CHECK(driver.last("conversation.item.input_audio_transcription.completed").at("transcript") == "turn left");
    CHECK(driver.all("response.created").empty());
    driver.send({{"type", "response.create"}});
    CHECK(driver.lastError().at("code") == "invalid_value");
}

TEST_CASE("a session takes the settings of its own type only")
{
    auto driver = transcriptionDriver();
    const Json input = {{"transcription", {{"model", "whisper-1"}}}, {"turn_detection", nullptr}};
    driver.send({{"type", "session.update"}, {"session", {{"type", "transcription"}, {"audio", {{"input", input}}}}}});
    const auto session = driver.last("session.updated").at("session");
    CHECK(session.at("audio").at("input").at("transcription").at("model") == "whisper-1");
    driver.update({{"instructions", "Be brief."}});
    CHECK(driver.lastError().at("param") == "session.type");
    SessionDriver realtime;
    realtime.send({{"type", "session.update"}, {"session", {{"type", "transcription"}}}});
    CHECK(realtime.lastError().at("param") == "session.type");
    driver.send({{"type", "session.update"}, {"session", {{"type", "transcription"}, {"instructions", "Be brief."}}}});
    CHECK(driver.lastError().at("code") == "unknown_parameter");
}
