// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Session.h"
#include "Realtime/WebSocketTransport.h"
#include "Service/Service.h"
#include "Service/TestSpeech.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;
using wire::Json;

namespace
{

/// Keeps the events of a session until a test asks for them.
class Watcher
{
public:
    EventHandler handler()
    {
        return [this](const Event& event)
        {
            const std::scoped_lock lock(mutex);
            events.push_back(event);
            came.notify_all();
        };
    }

    /// The next event of this type; those before it are forgotten.
    template <typename T>
    std::optional<T> await()
    {
        std::unique_lock lock(mutex);
        std::optional<T> found;
        const bool isThere = came.wait_for(lock, 30s,
                                           [&]
                                           {
                                               while (!events.empty() && !found)
                                               {
                                                   if (auto* one = std::get_if<T>(&events.front()))
                                                       found = std::move(*one);
                                                   events.pop_front();
                                               }
                                               return found.has_value();
                                           });
        return isThere ? found : std::nullopt;
    }

private:
    std::mutex mutex;
    std::condition_variable came;
    std::deque<Event> events;
};

/// Counts what it is given, and never plays.
struct CountingSink : SpeechSink
{
    bool speech(const audio::SpeechPart&, std::span<const std::int16_t> samples) override
    {
        count += samples.size();
        for (const auto sample : samples)
            peak = std::max(peak.load(), std::abs(int{sample}));
        return true;
    }
    void speechComplete(const std::string&) override {}
    void interrupt(std::function<void(std::vector<HeardSpeech>)> settled) override { settled({}); }

    std::atomic<std::size_t> count{0};
    std::atomic<int> peak{0};
};

/// A session with the service of this process, over a real socket, recorded.
struct Connected
{
    explicit Connected(SessionSettings settings)
    {
        auto started = service::Service::start({0, Secret("test-key-of-session"), 2});
        if (!started)
            return;
        service = std::move(started).value();
        auto recorder = Recorder::open(*executor, recording);
        REQUIRE(recorder);
        net::WebSocketOptions socket;
        socket.url = {"ws", "127.0.0.1", service->port(), "/v1/realtime", {}};
        socket.url.addQuery("model", "gpt-realtime");
        socket.headers = {{"Authorization", "Bearer test-key-of-session"}};
        SessionOptions options;
        options.settings = std::move(settings);
        options.transport = WebSocketTransport::factory(*executor, std::move(socket));
        options.speechSink = sink;
        options.recorder = std::move(recorder).value();
        options.observer = watcher.handler();
        session = std::make_unique<Session>(executor, std::move(options));
        session->connect();
    }
    ~Connected() { session.reset(); }
    Connected(const Connected&) = delete;
    Connected& operator=(const Connected&) = delete;

    test::TemporaryFolder folder;
    std::filesystem::path recording = folder.path() / "session.jsonl";
    Watcher watcher;
    std::shared_ptr<CountingSink> sink = std::make_shared<CountingSink>();
    std::shared_ptr<Executor> executor = Executor::shared();
    std::unique_ptr<service::Service> service;
    std::unique_ptr<Session> session;
};

#define PARLEY_NEED_SERVICE(connected)                                                                                 \
    if ((connected).service == nullptr)                                                                                \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

SessionSettings inFormat(wire::AudioFormat format)
{
    SessionSettings settings;
    settings.session.inputFormat = format;
    settings.session.outputFormat = format;
    settings.session.turnDetection = nullptr;
    settings.session.transcription = wire::Transcription{"whisper-1", {}, {}};
    return settings;
}

void makeTour(Connected& connected)
{
    auto& session = *connected.session;
    session.sendItem(wire::Item::systemText("Be kind."), false);
    session.sendItem(wire::Item::userImage("data:image/png;base64,AA", "Look."), false);
    session.sendMessage("Hello");
    REQUIRE(connected.watcher.await<TurnEnded>());
    session.createResponse({{"instructions", "Again."}});
    REQUIRE(connected.watcher.await<TurnEnded>());
    session.sendAudio(std::vector<std::int16_t>(4800));
    session.clearAudio();
    session.sendRaw({{"type", "conversation.item.retrieve"}, {"item_id", session.history().back().id}});
    auto items = session.history();
    items.erase(items.begin());
    items.push_back(wire::Item::userText("Goodbye"));
    session.updateHistory(items);
    session.sendMessage("Bye");
    REQUIRE(connected.watcher.await<TurnEnded>());
}

} // namespace

TEST_CASE("a spoken turn in a telephone's format is heard and answered over a real socket", "[g711][service]")
{
    if (!std::filesystem::exists(service::speechData))
        PARLEY_SKIP("needs the Debian package pocketsphinx-testdata");
    for (const auto format : {wire::AudioFormat::pcmu, wire::AudioFormat::pcma})
    {
        Connected connected(inFormat(format));
        PARLEY_NEED_SERVICE(connected);
        connected.session->sendAudio(service::loadSpeech("goforward.raw"), true);
        REQUIRE(connected.watcher.await<InputCommitted>());
        const auto heard = connected.watcher.await<UserTranscriptCompleted>();
        REQUIRE(heard);
        CHECK_FALSE(heard->transcript.empty());
        const auto ended = connected.watcher.await<TurnEnded>();
        REQUIRE(ended);
        CHECK(ended->status == "completed");
        CHECK(connected.sink->count > 24000);
        CHECK(connected.sink->peak > 1000);
        CHECK(connected.session->usage().outputTokens > 0);
    }
}

TEST_CASE("an edited conversation is the same on both sides", "[history][service]")
{
    SessionSettings settings;
    settings.session.outputModality = wire::OutputModality::text;
    Connected connected(settings);
    PARLEY_NEED_SERVICE(connected);
    makeTour(connected);
    std::string all;
    for (const auto& item : connected.session->history())
        all += item.plainText() + '|';
    CHECK(all.find("Be kind.") == std::string::npos);
    CHECK(all.find("Goodbye|Bye|") != std::string::npos);
}

// Apart from the tour below, whose frames are checked: the schema's rule for `conversation` (a oneOf of two string
// types) takes no value at all, not even the "none" that its own text asks for.
TEST_CASE("a response beside the conversation is answered and leaves no item behind", "[beside][service]")
{
    Connected connected({});
    PARLEY_NEED_SERVICE(connected);
    const auto request = connected.session->createOutOfBandResponse({{"output_modalities", {"text"}}});
    const auto words = connected.watcher.await<AnswerDone>();
    REQUIRE(words);
    CHECK_FALSE(words->text.empty());
    const auto ended = connected.watcher.await<TurnEnded>();
    REQUIRE(ended);
    CHECK(ended->isOutOfBand);
    CHECK(ended->request == request);
    CHECK(connected.session->history().empty());
}

TEST_CASE("everything that a session sends is valid by OpenAI's schema", "[schema][service]")
{
    const std::filesystem::path validator = PARLEY_SHARED_DIRECTORY "/tools/validate-events";
    if (!std::filesystem::exists(validator) || std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
        PARLEY_SKIP("needs the event validator and the Debian package python3-jsonschema");
    auto settings = inFormat(wire::AudioFormat::pcma);
    settings.session.voice = "marin";
    Connected connected(settings);
    PARLEY_NEED_SERVICE(connected);
    makeTour(connected);
    connected.session->sendAudio(std::vector<std::int16_t>(4800), true);
    REQUIRE(connected.watcher.await<InputCommitted>());
    connected.session.reset();
    CHECK(std::system(("/usr/bin/python3 " + validator.string() + " client " + connected.recording.string()).c_str()) ==
          0);
}
