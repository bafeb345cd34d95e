// SPDX-License-Identifier: Apache-2.0
// A bridge whose agents come from a file, with the local service in this process.
#include "Auth/KeySource.h"
#include "Bridge/VoiceBridge.h"
#include "Service/Service.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

constexpr const char* museum = R"({
  "first": "Greeter",
  "session": { "output": "text" },
  "agents": [
    { "name": "Greeter", "handoffs": ["Curator"] },
    {
      "name": "Curator",
      "tools": [
        {
          "kind": "say",
          "name": "closing_time",
          "description": "Call this when somebody asks for the closing time.",
          "line": "The museum closes at six o'clock."
        }
      ],
      "guardrails": [{ "name": "no prices", "words": ["million"] }]
    }
  ]
})";

constexpr const char* withMidi = R"({
  "agents": [{ "name": "A", "tools": [{ "kind": "midi", "name": "t", "description": "d", "message": "note_on" }] }]
})";

/// Null where the speech model is missing.
std::unique_ptr<service::Service> startService()
{
    auto started = service::Service::start({0, Secret("key-of-this-test"), 4});
    return started ? std::move(started).value() : nullptr;
}

/// A bridge that talks with the service, and all it tells.
class Conversation
{
public:
    Conversation()
    {
        bridge.subscribe(
            [this](const realtime::Event& event)
            {
                const std::scoped_lock lock(mutex);
                events.push_back(event);
                changed.notify_all();
            });
    }

    /// The next event of this kind that holds, from where the last search ended; nothing after 20 seconds.
    template <typename T, typename Condition>
    std::optional<T> await(Condition condition)
    {
        std::unique_lock lock(mutex);
        std::optional<T> found;
        changed.wait_for(lock, 20s,
                         [&]
                         {
                             for (; !found && next < events.size(); ++next)
                                 if (const auto* one = std::get_if<T>(&events[next]); one != nullptr && condition(*one))
                                     found = *one;
                             return found.has_value();
                         });
        return found;
    }

    std::string answer()
    {
        const auto done = await<realtime::AnswerDone>([](const realtime::AnswerDone&) { return true; });
        return done ? done->text : "no answer";
    }

    std::optional<realtime::ConnectionChanged> reaches(realtime::ConnectionState state)
    {
        return await<realtime::ConnectionChanged>([=](const auto& changedTo) { return changedTo.state == state; });
    }

private:
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<realtime::Event> events;
    std::size_t next = 0;

public:
    VoiceBridge bridge; ///< Goes first, for its handler uses the others.
};

/// One agent that says nothing but this, with these tools.
std::string castThatSays(const std::string& words, const std::string& tools = "[]")
{
    return R"({"agents": [{"name": "Ada", "instructions": "Reply with exactly: )" + words + R"(", "tools": )" + tools +
           "}]}";
}

ConnectSettings settingsWithCast(const service::Service& service, std::string cast)
{
    ConnectSettings settings;
    settings.provider.provider = Provider::custom;
    settings.provider.url = service.url();
    settings.provider.key = auth::KeySource::value(Secret("key-of-this-test"));
    settings.castText = std::move(cast);
    return settings;
}

ConnectSettings settingsFor(const std::string& url, const std::filesystem::path& agentsFile)
{
    ConnectSettings settings;
    settings.provider.provider = Provider::custom;
    settings.provider.url = url;
    settings.agentsFile = agentsFile.string();
    return settings;
}

} // namespace

TEST_CASE("a bridge runs the whole cast of an agents file: a handoff, then a tool of the agent who took over",
          "[bridge]")
{
    const auto service = startService();
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const test::TemporaryFolder folder;
    Conversation talk;
    auto settings = settingsFor(service->url(), folder.write("museum.json", museum));
    settings.provider.key = auth::KeySource::value(Secret("key-of-this-test"));
    talk.bridge.connect(settings);
    talk.bridge.sendText("Please transfer me to the curator");
    const auto handed =
        talk.await<realtime::HandoffEvent>([](const realtime::HandoffEvent& event) { return event.to == "Curator"; });
    REQUIRE(handed);
    CHECK(handed->from == "Greeter");
    CHECK(talk.answer() == "Handoff complete. You are now connected to Curator.");
    talk.bridge.sendText("Tell me the closing time");
    CHECK_THAT(talk.answer(), Contains("The museum closes at six o'clock."));
    wire::SessionConfig changes;
    changes.instructions = "Be brief.";
    talk.bridge.updateSession(changes);
    talk.bridge.sendText("six million");
    CHECK(talk.await<realtime::GuardrailTripped>([](const auto& tripped) { return tripped.guardrail == "no prices"; }));
}

TEST_CASE("an agents file that asks for what no host lends it fails with its line and what to do", "[bridge]")
{
    const test::TemporaryFolder folder;
    Conversation talk;
    talk.bridge.connect(settingsFor("ws://127.0.0.1:9/v1/realtime", folder.write("agents.json", withMidi)));
    const auto failed = talk.reaches(realtime::ConnectionState::failed);
    REQUIRE(failed);
    REQUIRE(failed->reason);
    CHECK(failed->reason->code == ErrorCode::fileInvalid);
    CHECK_THAT(failed->reason->message, Contains("line 2") && Contains("needs a host that lends it a MIDI output"));
    CHECK_THAT(talk.bridge.status().sentence, Contains("MIDI output"));
}

TEST_CASE("settings cannot be changed without a session, and that is said", "[bridge]")
{
    Conversation talk;
    talk.bridge.updateSession({});
    const auto error = talk.await<realtime::ErrorEvent>([](const realtime::ErrorEvent&) { return true; });
    REQUIRE(error);
    CHECK(error->error.code == ErrorCode::notConnected);
}

TEST_CASE("another cast has to be one, and needs a session", "[bridge]")
{
    Conversation talk;
    CHECK(talk.bridge.updateCast("{").error().code == ErrorCode::fileInvalid);
    REQUIRE(talk.bridge.updateCast(R"({"agents": [{"name": "Ada"}]})"));
    const auto error = talk.await<realtime::ErrorEvent>([](const realtime::ErrorEvent&) { return true; });
    REQUIRE(error);
    CHECK(error->error.code == ErrorCode::notConnected);
}

TEST_CASE("a cast that is told while the service is looked for is the one that the session begins with", "[bridge]")
{
    const auto service = startService();
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    Conversation talk;
    talk.bridge.connect(settingsWithCast(*service, castThatSays("one")));
    REQUIRE(talk.bridge.updateCast(castThatSays("two")));
    talk.bridge.sendText("Well?");
    CHECK(talk.answer() == "two");
    REQUIRE(talk.bridge.updateCast(castThatSays("three")));
    talk.bridge.sendText("Well?");
    CHECK(talk.answer() == "three");
    talk.bridge.newVisitor();
    talk.bridge.sendText("Well?");
    CHECK(talk.answer() == "three");
}

TEST_CASE("a cast that is refused changes nothing, neither now nor for the next visitor", "[bridge]")
{
    const auto service = startService();
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    Conversation talk;
    auto settings = settingsWithCast(*service, castThatSays("one"));
    const wire::Json clock = {{"type", "function"}, {"name", "clock"}, {"parameters", {{"type", "object"}}}};
    settings.session.tools.emplace().push_back(clock);
    talk.bridge.connect(settings);
    talk.bridge.sendText("Well?");
    CHECK(talk.answer() == "one");
    REQUIRE(talk.bridge.updateCast(castThatSays("two", R"([{
      "kind": "say", "name": "clock", "description": "Call this when asked.", "line": "Noon." }])")));
    const auto refused = talk.await<realtime::ErrorEvent>([](const realtime::ErrorEvent&) { return true; });
    REQUIRE(refused);
    CHECK_THAT(refused->error.message, Contains("clock"));
    talk.bridge.sendText("Well?");
    CHECK(talk.answer() == "one");
    talk.bridge.newVisitor();
    talk.bridge.sendText("Well?");
    CHECK(talk.answer() == "one");
}
