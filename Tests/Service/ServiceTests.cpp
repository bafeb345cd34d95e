// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"
#include "Net/HttpClient.h"
#include "Service/Service.h"
#include "Support/ServiceClient.h"
#include "Support/Skip.h"
#include "TestSpeech.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace parley;
using namespace parley::service;
using Json = nlohmann::json;

namespace
{

constexpr auto* target = "/v1/realtime?model=gpt-realtime";

std::unique_ptr<Service> startService(int maxSessions = 4)
{
    auto started = Service::start({0, Secret("test-key-of-service"), maxSessions});
    if (!started)
        return nullptr;
    return std::move(started).value();
}

ServiceClient::Headers withKey()
{
    return {{"Authorization", "Bearer test-key-of-service"}};
}

void say(ServiceClient& client, const std::string& text)
{
    const Json part = {{"type", "input_text"}, {"text", text}};
    const Json item = {{"type", "message"}, {"role", "user"}, {"content", Json::array({part})}};
    client.send({{"type", "conversation.item.create"}, {"item", item}});
    client.send({{"type", "response.create"}});
}

void sendSpeech(ServiceClient& client, const std::vector<std::int16_t>& samples)
{
    for (std::size_t i = 0; i < samples.size(); i += 2400)
    {
        std::string base64;
        audio::appendBase64(std::span(samples).subspan(i, std::min<std::size_t>(2400, samples.size() - i)), base64);
        client.send({{"type", "input_audio_buffer.append"}, {"audio", base64}});
    }
}

#define PARLEY_NEED_MODEL(service)                                                                                     \
    if ((service) == nullptr)                                                                                          \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

} // namespace

TEST_CASE("a spoken turn over a real socket is understood and answered aloud")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    if (!std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian package pocketsphinx-testdata");
    ServiceClient client(service->port(), target, withKey());
    REQUIRE(client.httpStatus() == 101);
    const Json input = {{"transcription", {{"model", "whisper-1"}}},
                        {"turn_detection", {{"type", "server_vad"}, {"silence_duration_ms", 500}}}};
    client.send({{"type", "session.update"}, {"session", {{"type", "realtime"}, {"audio", {{"input", input}}}}}});
    sendSpeech(client, loadSpeech("goforward.raw"));
    sendSpeech(client, std::vector<std::int16_t>(24000, 0));
    const auto done = client.await("response.done");
    REQUIRE_FALSE(done.is_null());
    CHECK(done.at("response").at("output").at(0).at("content").at(0).at("transcript") ==
          "You said: go forward ten meters.");
    std::vector<std::int16_t> spoken;
    std::string heard;
    for (const auto& event : client.received)
    {
        if (event.at("type") == "response.output_audio.delta")
            REQUIRE(audio::decodeBase64(event.at("delta").get<std::string>(), spoken));
        if (event.at("type") == "conversation.item.input_audio_transcription.completed")
            heard = event.at("transcript").get<std::string>();
    }
    CHECK(heard == "go forward ten meters");
    CHECK(spoken.size() > 24000);
}

TEST_CASE("every event of a full conversation is valid by OpenAI's schema")
{
    const std::filesystem::path validator = PARLEY_SHARED_DIRECTORY "/tools/validate-events";
    if (!std::filesystem::exists(validator) || std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the event validator and the Debian package python3-jsonschema");
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    ServiceClient client(service->port(), target, withKey());
    say(client, "Hello");
    const auto answered = client.await("response.output_item.done");
    REQUIRE_FALSE(client.await("rate_limits.updated").is_null());
    client.send({{"type", "conversation.item.truncate"},
                 {"item_id", answered.at("item").at("id")},
                 {"content_index", 0},
                 {"audio_end_ms", 100}});
    client.send({{"type", "conversation.item.retrieve"}, {"item_id", answered.at("item").at("id")}});
    client.send({{"type", "conversation.item.delete"}, {"item_id", answered.at("item").at("id")}});
    client.send({{"type", "response.cancel"}, {"event_id", "no response"}});
    client.sendText("no json");
    client.sendBinary();
    client.send({{"type", "session.update"}, {"session", {{"type", "realtime"}, {"bogus", 1}}}});
    client.send({{"type", "input_audio_buffer.commit"}});
    const Json input = {{"transcription", {{"model", "whisper-1"}}}};
    client.send({{"type", "session.update"}, {"session", {{"type", "realtime"}, {"audio", {{"input", input}}}}}});
    sendSpeech(client, loadSpeech("goforward.raw"));
    sendSpeech(client, std::vector<std::int16_t>(24000, 0));
    REQUIRE_FALSE(client.await("response.done").is_null());
    client.send({{"type", "session.update"}, {"session", {{"type", "realtime"}, {"output_modalities", {"text"}}}}});
    say(client, "Thanks");
    REQUIRE_FALSE(client.await("response.output_text.done").is_null());
    REQUIRE_FALSE(client.await("response.done").is_null());
    say(client, "count to 100");
    client.send({{"type", "response.cancel"}});
    client.send({{"type", "input_audio_buffer.clear"}});
    REQUIRE_FALSE(client.await("input_audio_buffer.cleared").is_null());
    const auto file = std::filesystem::temp_directory_path() / ("parley-events-" + std::to_string(service->port()));
    {
        std::ofstream lines(file);
        for (const auto& event : client.received)
            lines << event.dump() << "\n";
    }
    CHECK(std::system(("/usr/bin/python3 " + validator.string() + " server " + file.string()).c_str()) == 0);
    std::filesystem::remove(file);
}

TEST_CASE("a wrong key is refused after the upgrade: an error event, then CLOSE 3000")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    ServiceClient client(service->port(), target, {{"Authorization", "Bearer wrong"}});
    CHECK(client.httpStatus() == 101);
    const auto refused = client.receive();
    REQUIRE(refused.has_value());
    CHECK(refused->at("error").at("code") == "invalid_api_key");
    CHECK_FALSE(client.receive().has_value());
    CHECK(client.closeCode() == 3000);
    CHECK(client.closeReason() == "invalid_request_error.invalid_api_key");
}

TEST_CASE("more sessions than allowed are refused with 503 and other paths with 404")
{
    const auto service = startService(1);
    PARLEY_NEED_MODEL(service);
    {
        ServiceClient first(service->port(), target, withKey());
        REQUIRE(first.receive().has_value());
        CHECK(ServiceClient(service->port(), target, withKey()).httpStatus() == 503);
        CHECK(ServiceClient(service->port(), "/elsewhere", withKey()).httpStatus() == 404);
        first.send({{"type", "session.close"}});
        CHECK_FALSE(first.receive().has_value());
        CHECK(first.closeCode() == 1000);
    }
}

TEST_CASE("a port that is taken is an error that says so")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto second = Service::start({service->port(), Secret("another-key"), 1});
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::connectFailed);
}

TEST_CASE("a service that ends tells its sessions")
{
    auto service = startService();
    PARLEY_NEED_MODEL(service);
    ServiceClient client(service->port(), target, withKey());
    REQUIRE(client.receive().has_value());
    const auto begun = std::chrono::steady_clock::now();
    service.reset();
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    CHECK_FALSE(client.receive().has_value());
    CHECK(client.closeCode() == 1001);
}

TEST_CASE("a message over 16 MiB ends its session and no other")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    ServiceClient modest(service->port(), target, withKey());
    REQUIRE(modest.receive().has_value());
    ServiceClient greedy(service->port(), target, withKey());
    REQUIRE(greedy.receive().has_value());
    // The socket may break while this is still being written.
    try
    {
        greedy.sendText(std::string((16U << 20U) + 1, 'x'));
    }
    catch (const std::exception&)
    {
    }
    CHECK_FALSE(greedy.receive().has_value());
    modest.sendText("no JSON");
    CHECK(modest.receive().value_or(Json::object()).value("type", "") == "error");
}

TEST_CASE("a session opened with a client secret begins with the settings given for it")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto executor = Executor::shared();
    net::HttpRequest request{"POST", net::Url::parse(service->url() + "/client_secrets").value()};
    request.url.scheme = "http";
    request.headers = {{"Authorization", "Bearer test-key-of-service"}, {"Content-Type", "application/json"}};
    request.body = R"({"session":{"type":"realtime","instructions":"Be brief.","output_modalities":["text"]}})";
    const auto made = net::fetch(*executor, request, {});
    REQUIRE(made);
    REQUIRE(made.value().status == 200);
    const auto secret = Json::parse(made.value().body).at("value").get<std::string>();
    CHECK(secret.starts_with("ek_"));

    ServiceClient client(service->port(), target, {{"Authorization", "Bearer " + secret}});
    const auto created = client.await("session.created");
    REQUIRE_FALSE(created.is_null());
    CHECK(created.at("session").at("instructions") == "Be brief.");
    CHECK(created.at("session").at("output_modalities") == Json::array({"text"}));

    ServiceClient wrong(service->port(), target, {{"Authorization", "Bearer ek_wrong"}});
    CHECK(wrong.httpStatus() == 101);
    CHECK(wrong.await("error").at("error").at("code") == "invalid_api_key");
    CHECK_FALSE(wrong.receive().has_value());
    CHECK(wrong.closeCode() == 3000);
}

TEST_CASE("over HTTP the service refuses in JSON")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto executor = Executor::shared();
    const auto statusOf = [&](const std::string& method, const std::string& path)
    {
        net::HttpRequest request{method, {"http", "127.0.0.1", service->port(), path, {}}};
        const auto response = net::fetch(*executor, request, {}).value();
        CHECK(Json::parse(response.body).at("error").at("message").is_string());
        return response.status;
    };
    CHECK(statusOf("GET", "/v1/nothing") == 404);
    CHECK(statusOf("GET", "/v1/realtime/client_secrets") == 405);
    CHECK(statusOf("POST", "/v1/realtime/client_secrets") == 401);
}
