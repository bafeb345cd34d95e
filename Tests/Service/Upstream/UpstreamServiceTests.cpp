// SPDX-License-Identifier: Apache-2.0
// A service whose engines are those of another service, over real sockets.
#include "Service/Script/AnswerScript.h"
#include "Service/Service.h"
#include "Service/TestSpeech.h"
#include "Support/ServiceClient.h"
#include "Support/Skip.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;
using Json = nlohmann::json;

namespace
{

std::unique_ptr<Service> started(ServiceOptions options)
{
    options.key = Secret("test-key-of-service");
    auto service = Service::start(std::move(options));
    return service ? std::move(service).value() : nullptr;
}

ServiceOptions behind(const Service& upstream)
{
    const UpstreamServer server{upstream.baseUrl(), "any", upstream.key()};
    ServiceOptions options;
    options.upstream = {server, server, server};
    return options;
}

ServiceClient connectTo(const Service& service)
{
    return ServiceClient(service.port(), "/v1/realtime?model=gpt-realtime",
                         {{"Authorization", "Bearer test-key-of-service"}});
}

void say(ServiceClient& client, const std::string& text)
{
    const Json part = {{"type", "input_text"}, {"text", text}};
    const Json item = {{"type", "message"}, {"role", "user"}, {"content", Json::array({part})}};
    client.send({{"type", "conversation.item.create"}, {"item", item}});
    client.send({{"type", "response.create"}});
}

} // namespace

TEST_CASE("a spoken turn is understood, answered and spoken by a server upstream")
{
    const auto upstream = started({});
    if (upstream == nullptr || !std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian packages pocketsphinx-en-us and pocketsphinx-testdata");
    const auto service = started(behind(*upstream));
    REQUIRE(service != nullptr);
    auto client = connectTo(*service);
    const Json input = {{"transcription", {{"model", "whisper-1"}}},
                        {"turn_detection", {{"type", "server_vad"}, {"silence_duration_ms", 500}}}};
    client.send({{"type", "session.update"}, {"session", {{"type", "realtime"}, {"audio", {{"input", input}}}}}});
    auto samples = loadSpeech("goforward.raw");
    samples.resize(samples.size() + 24000);
    std::string base64;
    audio::appendBase64(samples, base64);
    client.send({{"type", "input_audio_buffer.append"}, {"audio", base64}});
    const auto done = client.await("response.done");
    REQUIRE_FALSE(done.is_null());
    CHECK(done.at("response").at("output").at(0).at("content").at(0).at("transcript") ==
          "You said: go forward ten meters.");
    CHECK(done.at("response").at("usage").at("output_token_details").at("audio_tokens") > 20);
}

TEST_CASE("a tool's call and its output go upstream and come back as an answer")
{
    const auto upstream = started({});
    if (upstream == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const auto service = started(behind(*upstream));
    REQUIRE(service != nullptr);
    auto client = connectTo(*service);
    const Json parameters = {{"type", "object"}, {"properties", {{"city", {{"type", "string"}}}}}};
    const Json tool = {{"type", "function"},
                       {"name", "get_weather"},
                       {"description", "The weather in a city"},
                       {"parameters", parameters}};
    client.send({{"type", "session.update"},
                 {"session", {{"type", "realtime"}, {"output_modalities", {"text"}}, {"tools", Json::array({tool})}}}});
    say(client, "What is the weather in Oslo?");
    const auto called = client.await("response.done");
    REQUIRE_FALSE(called.is_null());
    const auto call = called.at("response").at("output").at(0);
    REQUIRE(call.at("type") == "function_call");
    CHECK(Json::parse(call.at("arguments").get<std::string>()) == Json{{"city", "Oslo"}});
    client.send(
        {{"type", "conversation.item.create"},
         {"item", {{"type", "function_call_output"}, {"call_id", call.at("call_id")}, {"output", "It rains."}}}});
    client.send({{"type", "response.create"}});
    const auto done = client.await("response.done");
    REQUIRE_FALSE(done.is_null());
    CHECK(done.at("response").at("output").at(0).at("content").at(0).at("text") == "It rains.");
}

TEST_CASE("an upstream server that is not there fails the response, and the session goes on")
{
    ServiceOptions options;
    options.upstream.chat = UpstreamServer{"http://127.0.0.1:1/v1", "any"};
    const auto service = started(std::move(options));
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    auto client = connectTo(*service);
    for (int turn = 0; turn < 2; ++turn)
    {
        say(client, "Hello?");
        const auto done = client.await("response.done");
        REQUIRE_FALSE(done.is_null());
        CHECK(done.at("response").at("status") == "failed");
        CHECK(done.at("response").at("status_details").at("error").at("code") == "connect_failed");
    }
}

TEST_CASE("a script beside a chat server is refused")
{
    ServiceOptions options;
    options.upstream.chat = UpstreamServer{"http://127.0.0.1:1/v1", "any"};
    options.script = std::make_shared<const AnswerScript>();
    CHECK(Service::start(std::move(options)).error().code == ErrorCode::invalidArgument);
}
