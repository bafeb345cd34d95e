// SPDX-License-Identifier: Apache-2.0
// An installation's bridge: one visitor goes, the next one comes.
#include "Auth/KeySource.h"
#include "Bridge/VoiceBridge.h"
#include "Support/EventLog.h"
#include "Support/ServiceConversation.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>

using namespace parley;
using namespace parley::bridge;
using Catch::Matchers::Contains;

namespace
{

/// A written conversation.
ConnectSettings settingsFor(const service::Service& service)
{
    ConnectSettings settings;
    settings.provider.provider = Provider::custom;
    settings.provider.url = service.url();
    settings.provider.key = auth::KeySource::value(Secret("test-key-of-service"));
    settings.session.outputModality = wire::OutputModality::text;
    return settings;
}

/// A bridge that talks with the service, and all it tells.
struct Visit
{
    test::EventLog log;
    VoiceBridge bridge; ///< Goes first, for its handler uses the log.

    Visit() { bridge.subscribe(log.handler()); }

    [[nodiscard]] std::string answerTo(const char* line)
    {
        bridge.sendText(line);
        const auto done = log.await<realtime::AnswerDone>();
        return done ? done->text : "no answer";
    }
};

} // namespace

TEST_CASE("the next visitor is not known by what the one before said, and nothing of it is shown", "[bridge]")
{
    const auto service = test::startLocalService();
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const test::TemporaryFolder folder;
    const auto recording = folder.path() / "visits.jsonl";
    {
        Visit visit;
        auto settings = settingsFor(*service);
        settings.recordFile = recording.string();
        visit.bridge.connect(settings);
        CHECK(visit.answerTo("my name is Ada") == "Nice to meet you, Ada.");
        CHECK(visit.answerTo("what is my name?") == "Your name is Ada.");
        visit.bridge.newVisitor();
        REQUIRE(visit.log.becomes(realtime::ConnectionState::connecting));
        CHECK(visit.bridge.transcript().empty());
        CHECK(visit.answerTo("what is my name?") == "You have not told me your name.");
        const auto lines = visit.bridge.transcript();
        REQUIRE(lines.size() == 2);
        CHECK(lines.front().text == "what is my name?");
    }
    std::ifstream file(recording);
    const std::string recorded{std::istreambuf_iterator<char>(file), {}};
    CHECK_THAT(recorded, Contains("Ada") && Contains("You have not told me your name."));
}

TEST_CASE("a new visitor where nobody is connected connects nobody", "[bridge]")
{
    Visit visit;
    visit.bridge.newVisitor();
    visit.bridge.sendText("is somebody there?");
    const auto refused = visit.log.await<realtime::ErrorEvent>();
    REQUIRE(refused);
    CHECK(refused->error.code == ErrorCode::notConnected);
    CHECK(visit.log.count<realtime::ConnectionChanged>() == 0);
}
