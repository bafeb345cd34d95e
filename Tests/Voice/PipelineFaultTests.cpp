// SPDX-License-Identifier: Apache-2.0
// Each fault at each stage: one error that says what to do, the end of the run, and nothing spoken twice.
#include "Support/HttpPeer.h"
#include "Support/TemporaryFolder.h"
#include "Support/TestCertificates.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/HttpTextToSpeech.h"
#include "Voice/SimpleWorkflow.h"
#include "Voice/StreamedSpeechToText.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <optional>
#include <set>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using namespace std::chrono_literals;
using wire::Json;

namespace
{

enum class Stage
{
    hearing,
    answering,
    speaking
};

constexpr std::array stages{Stage::hearing, Stage::answering, Stage::speaking};

const char* typeOf(Stage stage)
{
    switch (stage)
    {
    case Stage::hearing:
        return "application/json";
    case Stage::answering:
        return "text/event-stream";
    case Stage::speaking:
        return "audio/pcm";
    }
    return "";
}

/// The first half of an answer that the stage can read.
std::string beginningOf(Stage stage)
{
    switch (stage)
    {
    case Stage::hearing:
        return R"({"text":"hel)";
    case Stage::answering:
        return "data: {\"choices\":[{\"delta\":{\"content\":\"One";
    case Stage::speaking:
        return pcm(600);
    }
    return {};
}

/// What a service does wrong, and what is told of it.
struct Fault
{
    const char* name;
    ErrorCode code;
    std::function<void(Stage, AnswerWriter&)> answer; ///< Empty: nobody answers there.
    bool isTls = false;
};

std::function<void(Stage, AnswerWriter&)> refusal(int status, const std::string& body)
{
    return [=](Stage, AnswerWriter& answer) {
        answer.whole(status, body, {{"Content-Type", "application/json"}, {"Retry-After", "60"}});
    };
}

std::vector<Fault> faults()
{
    return {
        {"refused", ErrorCode::connectFailed, {}},
        {"a certificate of nobody known", ErrorCode::tlsFailed, {}, true},
        {"401", ErrorCode::unauthorized, refusal(401, R"({"error":{"message":"Incorrect API key provided: k"}})")},
        {"404", ErrorCode::modelUnavailable, refusal(404, R"({"error":{"code":"model_not_found","message":"No."}})")},
        {"429", ErrorCode::quotaExceeded, refusal(429, R"({"error":{"code":"insufficient_quota","message":"No."}})")},
        {"500", ErrorCode::upstreamServerError, refusal(500, R"({"error":{"message":"The server had an error."}})")},
        {"half a body", ErrorCode::protocolIncompatible,
         [](Stage stage, AnswerWriter& answer)
         {
             answer.raw("HTTP/1.1 200 OK\r\nContent-Type: " + std::string(typeOf(stage)) +
                        "\r\nContent-Length: 100000\r\n\r\n" + beginningOf(stage));
             answer.hangUp();
         }},
        {"no byte", ErrorCode::timeout, [](Stage, AnswerWriter& answer) { answer.awaitEnd(); }},
        {"no more bytes", ErrorCode::timeout,
         [](Stage stage, AnswerWriter& answer)
         {
             answer.begin(200, {{"Content-Type", typeOf(stage)}});
             answer.piece(beginningOf(stage));
             answer.awaitEnd();
         }},
        {"an answer without anything", ErrorCode::protocolIncompatible,
         [](Stage stage, AnswerWriter& answer) {
             answer.whole(200, "", {{"Content-Type", typeOf(stage)}});
         }},
        {"a file of another kind", ErrorCode::protocolIncompatible,
         [](Stage stage, AnswerWriter& answer) {
             answer.whole(200, "RIFF\1\2\3\4WAVEfmt " + std::string(999, '\xFE'), {{"Content-Type", typeOf(stage)}});
         }},
        {"no HTTP", ErrorCode::protocolIncompatible,
         [](Stage, AnswerWriter& answer)
         {
             answer.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
             answer.hangUp();
         }},
    };
}

/// As `serviceAt`, in a hurry.
std::shared_ptr<VoiceService> hastyServiceAt(std::uint16_t port, const std::string& scheme = "http")
{
    auto service = std::make_shared<VoiceService>(*serviceAt(port));
    service->base.scheme = scheme;
    service->calls.firstByte = 150ms;
    service->calls.betweenBytes = 150ms;
    service->calls.retries.firstWait = 1ms;
    return service;
}

/// Three services, of which that of one stage is at fault.
class FaultyWorld
{
public:
    FaultyWorld(Stage where, const Fault& fault)
        : bad([where, fault](const ReceivedRequest&, AnswerWriter& answer) { fault.answer(where, answer); })
        , stranger([](const ReceivedRequest&) { return GivenAnswer{}; }, authority.issue("IP:127.0.0.1"))
    {
        auto faulty = fault.answer ? hastyServiceAt(bad.port()) : hastyServiceAt(unusedPort());
        if (fault.isTls)
            faulty = hastyServiceAt(stranger.port(), "https");
        const auto fine = hastyServiceAt(good.port());
        VoiceModels models{
            std::make_shared<StreamedSpeechToText>(where == Stage::hearing ? faulty : fine, SttSettings{}),
            std::make_shared<HttpTextToSpeech>(where == Stage::speaking ? faulty : fine, TtsSettings{})};
        pipeline.emplace(std::move(models), std::make_shared<AgentWorkflow>(where == Stage::answering ? faulty : fine,
                                                                            AgentWorkflowSettings{}));
    }

    TestAuthority authority;
    StreamingPeer good{wholeService("hello", "Hello. Bye.")};
    StreamingPeer bad;
    HttpPeer stranger;
    std::optional<Pipeline> pipeline;
};

/// No sentence was asked for a second time.
bool asksOnce(const StreamingPeer& server)
{
    std::set<std::string> sentences;
    for (const auto& request : server.requests())
        if (request.target.ends_with("/audio/speech") &&
            !sentences.insert(Json::parse(request.body).at("input").get<std::string>()).second)
            return false;
    return true;
}

} // namespace

TEST_CASE("each fault at each stage is one error with its code and advice, and the end of the run")
{
    for (const auto stage : stages)
        for (const auto& fault : faults())
        {
            CAPTURE(static_cast<int>(stage), fault.name);
            FaultyWorld world(stage, fault);
            const auto told = allOf(world.pipeline->run(someSpeech()));
            REQUIRE(told.errors.size() == 1);
            const auto& error = told.errors.at(0);
            CHECK(toString(error.code) == toString(fault.code));
            CHECK(told.words.ends_with("error(" + std::string(toString(fault.code)) + ")"));
            CHECK(error.message.ends_with('.'));
            CHECK(error.message.find(": ") != std::string::npos);
            CHECK(error.describe().find("key-of-a-test") == std::string::npos);
            // What was begun is not begun anew: at most the one piece that came before the fault.
            CHECK(told.audio.size() <= 600);
            CHECK(asksOnce(world.good));
            CHECK(asksOnce(world.bad));
            // The pipeline is free again, and the fault is told again.
            CHECK(allOf(world.pipeline->run(someSpeech())).errors.size() == 1);
        }
}

TEST_CASE("a run that is dropped is silent from then on, at whichever stage, and the service sees it go")
{
    for (const auto stage : stages)
    {
        CAPTURE(static_cast<int>(stage));
        std::promise<void> reached;
        std::promise<void> left;
        std::atomic<int> calls{0}; // Of the speech more than one.
        std::atomic<int> ends{0};
        Fault silent{"silent", ErrorCode::timeout,
                     [&](Stage, AnswerWriter& answer)
                     {
                         if (calls++ == 0)
                             reached.set_value();
                         answer.awaitEnd();
                         if (ends++ == 0)
                             left.set_value();
                     }};
        FaultyWorld world(stage, silent);
        std::atomic<int> after{0};
        std::atomic<bool> isDropped{false};
        {
            auto result = world.pipeline->run(someSpeech());
            result.handTo([&](const VoiceStreamEvent&) { after += isDropped ? 1 : 0; });
            REQUIRE(reached.get_future().wait_for(5s) == std::future_status::ready);
            result.cancel();
            isDropped = true;
        }
        CHECK(left.get_future().wait_for(5s) == std::future_status::ready);
        onNetwork([] {});
        CHECK(after == 0);
    }
}

TEST_CASE("what is refused for a moment is asked again before its first byte, and spoken once")
{
    std::atomic<int> refusals{0};
    const auto good = wholeService("hello", "Hello.");
    StreamingPeer server(
        [&](const ReceivedRequest& request, AnswerWriter& answer)
        {
            if (refusals++ % 2 == 0)
                answer.whole(503, R"({"error":{"message":"Busy."}})");
            else
                good(request, answer);
        });
    const auto service = hastyServiceAt(server.port());
    Pipeline pipeline(VoiceModels::at(service, {}), std::make_shared<AgentWorkflow>(service, AgentWorkflowSettings{}));
    const auto told = allOf(pipeline.run(someSpeech()));
    CHECK(told.words == "heard(hello) turn_started says(Hello.) turn_ended session_ended");
    CHECK(told.audio.size() == 6 * 240);
    CHECK(refusals == 6);
}

TEST_CASE("a streamed transcription that is refused is one error with its code")
{
    struct Refused
    {
        int status;
        std::string body;
        ErrorCode code;
    };
    for (const auto& refused :
         {Refused{401, R"({"error":{"code":"invalid_api_key","message":"No."}})", ErrorCode::unauthorized},
          Refused{403, R"({"error":{"message":"No."}})", ErrorCode::forbidden},
          Refused{404, R"({"error":{"code":"model_not_found","message":"No."}})", ErrorCode::modelUnavailable},
          Refused{429, R"({"error":{"code":"insufficient_quota","message":"No."}})", ErrorCode::quotaExceeded},
          Refused{429, R"({"error":{"code":"rate_limit_exceeded","message":"No."}})", ErrorCode::rateLimited},
          Refused{500, R"({"error":{"message":"No."}})", ErrorCode::upstreamServerError}})
    {
        CAPTURE(refused.status, refused.body);
        TcpPeer server(
            [&](TcpSocket& socket)
            {
                readUntil(socket, "\r\n\r\n");
                writeAll(socket,
                         "HTTP/1.1 " + std::to_string(refused.status) + " No\r\nContent-Type: application/json" +
                             "\r\nContent-Length: " + std::to_string(refused.body.size()) + "\r\n\r\n" + refused.body);
            });
        Pipeline pipeline(VoiceModels::at(serviceAt(server.port()), {}),
                          std::make_shared<SimpleWorkflow>([](const std::string& said) { return said; }));
        const auto told = allOf(pipeline.run(std::make_shared<StreamedAudioInput>()));
        CHECK(told.words == "error(" + std::string(toString(refused.code)) + ")");
    }
}

TEST_CASE("a streamed transcription to a service that nobody vouches for ends with what to do about it")
{
    const TestAuthority authority;
    HttpPeer stranger([](const ReceivedRequest&) { return GivenAnswer{}; }, authority.issue("IP:127.0.0.1"));
    auto service = std::make_shared<VoiceService>(*serviceAt(stranger.port()));
    service->socket.url.scheme = "wss";
    Pipeline pipeline(VoiceModels::at(service, {}),
                      std::make_shared<SimpleWorkflow>([](const std::string& said) { return said; }));
    const auto told = allOf(pipeline.run(std::make_shared<StreamedAudioInput>()));
    REQUIRE(told.words == "error(tls_failed)");
    CHECK(told.errors.at(0).message.find("CODEX_CA_CERTIFICATE") != std::string::npos);
}

TEST_CASE("the same certificate serves all three stages once its authority is trusted")
{
    const TestAuthority authority;
    HttpPeer server(
        [](const ReceivedRequest& request) -> GivenAnswer
        {
            if (request.target.ends_with("/audio/transcriptions"))
                return {200, R"({"text":"hello"})", {{"Content-Type", "application/json"}}};
            if (request.target.ends_with("/audio/speech"))
                return {200, pcm(960), {{"Content-Type", "audio/pcm"}}};
            return {200,
                    "data: {\"choices\":[{\"delta\":{\"content\":\"Hi.\"},\"finish_reason\":\"stop\"}]}\n\n",
                    {{"Content-Type", "text/event-stream"}}};
        },
        authority.issue("IP:127.0.0.1"));
    const auto service = hastyServiceAt(server.port(), "https");
    service->calls.firstByte = 5s;
    const TemporaryFolder folder;
    service->trust.bundlePath = folder.write("authority.pem", authority.pem()).string();
    Pipeline pipeline(VoiceModels::at(service, {}), std::make_shared<AgentWorkflow>(service, AgentWorkflowSettings{}));
    CHECK(allOf(pipeline.run(someSpeech())).words == "heard(hello) turn_started says(Hi.) turn_ended session_ended");
}

TEST_CASE("where no service listens, a run says so and ends")
{
    const auto service = serviceAt(unusedPort());
    Pipeline pipeline(VoiceModels::at(service, {}),
                      std::make_shared<SimpleWorkflow>([](const std::string& said) { return said; }));
    CHECK(allOf(pipeline.run(someSpeech())).words == "error(connect_failed)");
    const auto input = std::make_shared<StreamedAudioInput>();
    CHECK(allOf(pipeline.run(input)).words == "error(connect_failed)");
}
