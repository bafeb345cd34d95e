// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"
#include "Audio/Wav.h"
#include "Http/Uploads.h"
#include "Net/HttpClient.h"
#include "Service/Service.h"
#include "Support/ServiceClient.h"
#include "Support/Skip.h"
#include "TestSpeech.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace parley;
using namespace parley::service;
using Json = nlohmann::json;

namespace
{

std::unique_ptr<Service> startService()
{
    auto started = Service::start({0, Secret("test-key-of-service"), 4});
    return started ? std::move(started).value() : nullptr;
}

#define PARLEY_NEED_MODEL(service)                                                                                     \
    if ((service) == nullptr)                                                                                          \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

net::HttpResponse ask(const Service& service, const std::string& method, const std::string& path,
                      const std::string& body = {}, const std::string& type = "application/json",
                      const net::Headers& more = {{"Authorization", "Bearer test-key-of-service"}})
{
    const auto executor = Executor::shared();
    net::HttpRequest request{method, {"http", "127.0.0.1", service.port(), path, {}}, more, body};
    if (!body.empty())
        request.headers.emplace_back("Content-Type", type);
    net::HttpOptions options;
    options.maxBodyBytes = std::size_t{64} << 20U;
    const auto response = net::fetch(*executor, request, options);
    INFO((response ? "" : response.error().describe()));
    REQUIRE(response);
    return response.value();
}

std::string fileBytes(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string speechBody(const std::string& text, const std::string& format)
{
    return Json{{"model", "tts-1"}, {"input", text}, {"voice", "echo"}, {"response_format", format}}.dump();
}

/// Says whether a JSON value is what this definition of OpenAI's schema wants.
bool isValid(const Json& value, const std::string& definition)
{
    const auto file = std::filesystem::temp_directory_path() / ("parley-" + definition + ".json");
    std::ofstream(file) << value.dump();
    const auto script = "import json,jsonschema;d=json.load(open('" PARLEY_SHARED_DIRECTORY
                        "/spec/openai-realtime.schema.json'))['\\$defs'];"
                        "jsonschema.Draft202012Validator({'\\$ref':'#/\\$defs/" +
                        definition + "','\\$defs':d}).validate(json.load(open('" + file.string() + "')))";
    const bool isGood = std::system(("/usr/bin/python3 -c \"" + script + "\"").c_str()) == 0;
    std::filesystem::remove(file);
    return isGood;
}

std::vector<Json> eventsOf(const std::string& body)
{
    std::vector<Json> events;
    for (std::size_t at = 0; (at = body.find("data: ", at)) != std::string::npos;)
    {
        const auto end = body.find("\n\n", at);
        events.push_back(Json::parse(body.substr(at + 6, end - at - 6)));
        at = end;
    }
    return events;
}

} // namespace

TEST_CASE("a recording that is posted comes back as what was said")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    if (!std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian package pocketsphinx-testdata");
    const auto card = fileBytes(speechData / "cards/001.wav");
    const auto form = makeForm({{"model", "whisper-1"}, {"response_format", "verbose_json"}}, {"001.wav", card});
    const auto answer = ask(*service, "POST", "/v1/audio/transcriptions", form, formType);
    REQUIRE(answer.status == 200);
    const auto json = Json::parse(answer.body);
    CHECK_FALSE(json.at("text").get<std::string>().empty());
    CHECK(json.at("segments").at(0).at("end").get<double>() <= json.at("duration").get<double>());

    const auto raw = makeForm({{"model", "gpt-4o-transcribe"}},
                              {"go", fileBytes(speechData / "goforward.raw"), "audio/pcm;rate=16000"});
    CHECK(Json::parse(ask(*service, "POST", "/v1/audio/transcriptions", raw, formType).body).at("text") ==
          "go forward ten meters");
}

TEST_CASE("a text that is posted is spoken, and understood when it is posted back")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto spoken = ask(*service, "POST", "/v1/audio/speech", speechBody("Go forward ten meters.", "wav"));
    REQUIRE(spoken.status == 200);
    REQUIRE(net::findHeader(spoken.headers, "Transfer-Encoding") != nullptr);
    CHECK(*net::findHeader(spoken.headers, "Transfer-Encoding") == "chunked");
    const auto heard =
        ask(*service, "POST", "/v1/audio/transcriptions",
            makeForm({{"model", "whisper-1"}, {"response_format", "text"}}, {"a.wav", spoken.body}), formType);
    CHECK(heard.body == "go forward ten meters\n");
    const auto twice =
        ask(*service, "POST", "/v1/audio/speech", speechBody("Go forward ten meters. Go forward ten meters.", "pcm"));
    CHECK(twice.body.size() > spoken.body.size() * 3 / 2);
}

TEST_CASE("answers over HTTP are valid by OpenAI's schema")
{
    if (!std::filesystem::exists(PARLEY_SHARED_DIRECTORY "/spec/openai-realtime.schema.json") ||
        std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the schema and the Debian package python3-jsonschema");
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto wav = ask(*service, "POST", "/v1/audio/speech", speechBody("Turn left.", "wav")).body;
    const auto transcribe = [&](const std::string& field, const std::string& value)
    {
        const auto form = makeForm({{"model", "gpt-4o-transcribe"}, {field, value}}, {"a.wav", wav});
        return ask(*service, "POST", "/v1/audio/transcriptions", form, formType).body;
    };
    CHECK(isValid(Json::parse(transcribe("response_format", "json")), "CreateTranscriptionResponseJson"));
    CHECK(
        isValid(Json::parse(transcribe("response_format", "verbose_json")), "CreateTranscriptionResponseVerboseJson"));
    const auto diarized = Json::parse(transcribe("response_format", "diarized_json"));
    for (const auto& segment : diarized.at("segments"))
        CHECK(isValid(segment, "TranscriptTextSegmentEvent"));
    for (const auto& event : eventsOf(transcribe("stream", "true")))
        CHECK(isValid(event, "CreateTranscriptionResponseStreamEvent"));
    auto asEvents = Json::parse(speechBody("Turn left.", "pcm"));
    CHECK(isValid(asEvents, "CreateSpeechRequest"));
    asEvents["stream_format"] = "sse";
    const auto events = eventsOf(ask(*service, "POST", "/v1/audio/speech", asEvents.dump()).body);
    CHECK(isValid(events.front(), "SpeechAudioDeltaEvent"));
    CHECK(isValid(events.back(), "SpeechAudioDoneEvent"));
    CHECK(isValid(Json::parse(ask(*service, "POST", "/v1/audio/speech", "{}").body), "ErrorResponse"));
}

TEST_CASE("a chat over HTTP is answered, and what was asked stands in the figures")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const Json message = {{"role", "user"}, {"content", "Who are you?"}};
    const Json chat = {{"model", "gpt-4o-mini"}, {"messages", Json::array({message})}};
    const auto answer = ask(*service, "POST", "/v1/chat/completions", chat.dump());
    CHECK(Json::parse(answer.body).at("choices").at(0).at("message").at("content") ==
          "I am Parley, the voice agent on this machine.");
    CHECK(net::findHeader(answer.headers, "x-request-id") != nullptr);
    const auto figures = ask(*service, "GET", "/metrics").body;
    CHECK(figures.find("parley_http_requests_total{endpoint=\"chat\",status=\"200\"} 1\n") != std::string::npos);
    CHECK(figures.find("parley_engine_seconds_count{engine=\"answer\"} 1\n") != std::string::npos);
    CHECK(ask(*service, "GET", "/healthz", {}, {}, {}).status == 200);
}

TEST_CASE("a page of this machine reads whatever it is answered: an answer, an error, a stream")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    constexpr auto* page = "http://localhost:5173";
    const auto askFrom = [&](const std::string& origin, const std::string& method, const std::string& path,
                             const std::string& body = {}, bool hasKey = true)
    {
        net::Headers headers = {{"Origin", origin}, {"Access-Control-Request-Headers", "authorization"}};
        if (hasKey)
            headers.emplace_back("Authorization", "Bearer test-key-of-service");
        return ask(*service, method, path, body, "application/json", headers);
    };
    const auto mayRead = [&](const net::HttpResponse& answer)
    {
        const auto* allowed = net::findHeader(answer.headers, "Access-Control-Allow-Origin");
        return allowed != nullptr && *allowed == page && net::findHeader(answer.headers, "Vary") != nullptr;
    };
    CHECK(mayRead(askFrom(page, "GET", "/v1/models")));
    CHECK(mayRead(askFrom(page, "GET", "/v1/elsewhere")));
    CHECK(mayRead(askFrom(page, "GET", "/v1/models", {}, false)));
    CHECK(mayRead(askFrom(page, "POST", "/v1/audio/speech", speechBody("Turn left.", "wav"))));
    const auto preflight = askFrom(page, "OPTIONS", "/v1/audio/speech", {}, false);
    CHECK(preflight.status == 204);
    CHECK(mayRead(preflight));
    CHECK(net::findHeader(preflight.headers, "Content-Length") == nullptr);
    CHECK(*net::findHeader(preflight.headers, "Access-Control-Allow-Headers") == "authorization");
    const auto foreign = askFrom("https://example.com", "OPTIONS", "/v1/models");
    CHECK(foreign.status == 403);
    CHECK(net::findHeader(foreign.headers, "Access-Control-Allow-Origin") == nullptr);
    CHECK(net::findHeader(ask(*service, "GET", "/v1/models").headers, "Vary") == nullptr);
}

TEST_CASE("what is too large is refused before it is read, and the service goes on")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto refused = ask(*service, "POST", "/v1/audio/speech", std::string(100000, ' '));
    CHECK(refused.status == 413);
    CHECK(Json::parse(refused.body).at("error").at("code") == "content_too_large");
    CHECK(ask(*service, "POST", "/v1/audio/speech", "{}", "application/json", {}).status == 401);
    CHECK(ask(*service, "GET", "/v1/models").status == 200);
    ServiceClient client(service->port(), "/v1/realtime?model=gpt-realtime",
                         {{"Authorization", "Bearer test-key-of-service"}});
    CHECK(client.receive().value_or(Json::object()).value("type", "") == "session.created");
}
