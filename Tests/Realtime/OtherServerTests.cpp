// SPDX-License-Identifier: Apache-2.0
// Turns with a realtime server that is not our own; scripts/check-other-server starts one and names it here.
#include "Net/Url.h"
#include "Realtime/Session.h"
#include "Realtime/WebSocketTransport.h"
#include "Support/EventLog.h"
#include "Support/Skip.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace parley;
using namespace parley::realtime;
using namespace parley::test;
using namespace std::chrono_literals;

namespace
{

std::string otherServer()
{
    const char* address = std::getenv("PARLEY_TEST_OTHER_SERVER");
    return address != nullptr ? address : "";
}

/// A session with the other server; `query` ends its address.
class Conversation
{
public:
    Conversation(const std::string& query, SessionSettings settings)
    {
        SessionOptions options;
        options.settings = std::move(settings);
        options.settings.reconnect.isOn = false;
        net::WebSocketOptions socket;
        socket.url = net::Url::parse(otherServer() + query).value();
        options.transport = WebSocketTransport::factory(*executor, std::move(socket));
        options.observer = log.handler();
        session = std::make_unique<Session>(executor, std::move(options));
        session->connect();
    }

    std::shared_ptr<Executor> executor = Executor::shared();
    EventLog log;
    std::unique_ptr<Session> session;
};

SessionSettings written()
{
    SessionSettings settings;
    settings.session.outputModality = wire::OutputModality::text;
    return settings;
}

} // namespace

TEST_CASE("a text turn with another server", "[other-server]")
{
    if (otherServer().empty())
        PARLEY_SKIP("scripts/check-other-server runs it");
    Conversation talk("?model=gpt-realtime", written());
    talk.session->sendMessage("hello");
    const auto answer = talk.log.await<AnswerDone>();
    REQUIRE(answer);
    CHECK(answer->text == "Hello from another server.");
    CHECK(talk.log.count<ErrorEvent>() == 0);
}

TEST_CASE("a tool turn with another server", "[other-server]")
{
    if (otherServer().empty())
        PARLEY_SKIP("scripts/check-other-server runs it");
    auto settings = written();
    Tool weather;
    weather.name = "weather";
    weather.run = [](const ToolCall& call) -> Result<ToolOutput>
    { return ToolOutput::of(call.arguments.value("city", "nowhere") + std::string(" is sunny.")); };
    settings.agent.tools.push_back(std::move(weather));
    Conversation talk("?model=gpt-realtime", std::move(settings));
    talk.session->sendMessage("weather");
    const auto ended = talk.log.await<ToolEnded>();
    REQUIRE(ended);
    CHECK(ended->output == "Paris is sunny.");
    const auto answer = talk.log.await<AnswerDone>();
    REQUIRE(answer);
    CHECK(answer->text == "Paris is sunny.");
    CHECK(talk.log.count<ErrorEvent>() == 0);
}

TEST_CASE("a transcription turn with another server", "[other-server]")
{
    if (otherServer().empty())
        PARLEY_SKIP("scripts/check-other-server runs it");
    SessionSettings settings;
    settings.session.kind = wire::SessionKind::transcription;
    settings.session.transcription = wire::Transcription{"gpt-live-transcribe", {}, {}};
    settings.session.turnDetection = nullptr;
    Conversation talk("?intent=transcription", std::move(settings));
    talk.session->sendAudio(std::vector<std::int16_t>(12000, 100), true);
    const auto words = talk.log.await<UserTranscriptCompleted>();
    REQUIRE(words);
    CHECK(words->transcript == "go forward ten meters");
    CHECK(talk.log.count<ErrorEvent>() == 0);
}
