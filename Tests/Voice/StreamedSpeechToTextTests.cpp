// SPDX-License-Identifier: Apache-2.0
#include "Support/TcpPeer.h"
#include "Support/WebSocketPeer.h"
#include "Voice/Detail/Posted.h"
#include "Voice/StreamedSpeechToText.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using namespace std::chrono_literals;
using wire::Json;

namespace
{

/// A listener over a streamed input, and all that it told.
class Listener
{
public:
    explicit Listener(std::shared_ptr<const VoiceService> service, SttSettings settings = {})
        : ears(std::move(service), std::move(settings))
    {
        onNetwork([this] { activity = ears.listen(input, handlers()); });
    }
    ~Listener()
    {
        onNetwork([this] { activity.reset(); });
    }

    /// All that was told when it is over.
    std::string all()
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 20s, [this] { return isOver; }) ? words : "never ended: " + words;
    }
    /// Waits until so much was told.
    bool told(const std::string& beginning)
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 20s, [&] { return isOver || words.starts_with(beginning); }) && !isOver;
    }

    std::shared_ptr<StreamedAudioInput> input = std::make_shared<StreamedAudioInput>();

private:
    TranscriptHandlers handlers()
    {
        return {[this](const SpeechMoment&) { add("speech "); },
                [this](const VoiceStreamEventTranscript& one) { add(wordFor(one) + " "); },
                [this](const Error& one) { add("lost(" + one.upstreamCode + ") "); },
                [this](const std::optional<Error>& problem)
                { add(problem ? std::string(toString(problem->code)) : "end", true); },
                [this](const SpeechMoment& moment) { add("silence" + std::to_string(moment.at.count()) + " "); },
                [this] { add("listening "); }};
    }
    void add(const std::string& word, bool isLast = false)
    {
        const std::scoped_lock lock(mutex);
        words += word;
        isOver = isOver || isLast;
        changed.notify_all();
    }

    StreamedSpeechToText ears;
    std::unique_ptr<Activity> activity;
    std::mutex mutex;
    std::condition_variable changed;
    std::string words;
    bool isOver = false;
};

/// The service's side of a transcription session, as far as it has begun.
class Session
{
public:
    explicit Session(TcpSocket& socket)
        : peer(socket)
    {
        send({{"type", "session.created"}, {"session", {{"type", "transcription"}, {"id", "sess_1"}}}});
        settings = await("session.update")["session"];
        send({{"type", "session.updated"}, {"session", settings}});
    }

    void send(const Json& event) { peer.write(event.dump()); }
    /// The next event of this type; others are counted and forgotten.
    Json await(const std::string& type)
    {
        for (;;)
        {
            auto event = Json::parse(peer.read());
            if (event["type"] == "input_audio_buffer.append")
                ++appends;
            if (event["type"] == type)
                return event;
        }
    }
    void commit(const std::string& id, const std::string& previous)
    {
        send({{"type", "input_audio_buffer.committed"}, {"item_id", id}, {"previous_item_id", previous}});
    }
    void complete(const std::string& id, const std::string& text)
    {
        send({{"type", "conversation.item.input_audio_transcription.completed"},
              {"item_id", id},
              {"content_index", 0},
              {"transcript", text}});
    }

    WebSocketPeer peer;
    Json settings;
    int appends = 0;
};

/// Has nothing to say.
class Silent final : public Workflow
{
public:
    std::unique_ptr<Activity> greet(WorkflowHandlers) override { return nullptr; }
    std::unique_ptr<Activity> answer(std::string, WorkflowHandlers told) override
    {
        return std::make_unique<Posted>(*Executor::shared(), [end = std::move(told.onEnd)] { end(std::nullopt); });
    }
};

const std::vector<std::int16_t> halfASecond(12000, 1000);

} // namespace

TEST_CASE("a streamed transcription tells turns in order, and ends when the last is written down")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            Session session(socket);
            CHECK(session.peer.target() == "/v1/realtime?intent=transcription");
            CHECK(session.settings["type"] == "transcription");
            const auto input = session.settings["audio"]["input"];
            CHECK(input["transcription"]["model"] == "gpt-4o-transcribe");
            CHECK(input["turn_detection"]["type"] == "semantic_vad");
            session.send({{"type", "input_audio_buffer.speech_started"}, {"item_id", "a"}, {"audio_start_ms", 0}});
            session.commit("a", "");
            session.await("input_audio_buffer.commit");
            CHECK(session.appends > 0);
            session.commit("b", "a");
            session.complete("b", "two");
            session.send({{"type", "conversation.item.input_audio_transcription.delta"},
                          {"item_id", "a"},
                          {"content_index", 0},
                          {"delta", "on"}});
            session.complete("a", "one");
            session.peer.readToEnd();
        });
    Listener listener(serviceAt(server.port()));
    CHECK(listener.input->push(halfASecond));
    listener.input->close();
    CHECK(listener.all() == "listening speech hearing(on) heard(one) heard(two) end");
}

TEST_CASE("an input without speech ends, whatever the service says to its end")
{
    const bool hasSound = GENERATE(false, true);
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            Session session(socket);
            if (hasSound)
            {
                session.await("input_audio_buffer.commit");
                session.send({{"type", "error"},
                              {"error",
                               {{"type", "invalid_request_error"},
                                {"code", "input_audio_buffer_commit_empty"},
                                {"message", "buffer too small"}}}});
            }
            session.peer.readToEnd();
        });
    Listener listener(serviceAt(server.port()));
    if (hasSound)
        CHECK(listener.input->push(halfASecond));
    listener.input->close();
    CHECK(listener.all() == "listening end");
}

TEST_CASE("an utterance that cannot be written down is told, and the next one is heard")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            Session session(socket);
            session.send({{"type", "input_audio_buffer.speech_stopped"}, {"item_id", "a"}, {"audio_end_ms", 10}});
            session.commit("a", "");
            session.send({{"type", "conversation.item.input_audio_transcription.failed"},
                          {"item_id", "a"},
                          {"content_index", 0},
                          {"error", {{"code", "audio_unintelligible"}, {"message", "Sorry."}}}});
            session.await("input_audio_buffer.commit");
            session.commit("b", "a");
            session.complete("b", "two");
            session.peer.readToEnd();
        });
    Listener listener(serviceAt(server.port()));
    CHECK(listener.input->push(halfASecond));
    listener.input->close();
    CHECK(listener.all() == "listening silence10 lost(audio_unintelligible) heard(two) end");
}

TEST_CASE("a service that refuses the session ends the listening with its reason")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            readUntil(socket, "\r\n\r\n");
            const std::string body = R"({"error":{"code":"insufficient_quota","message":"Sorry."}})";
            writeAll(socket, "HTTP/1.1 429 Too Many Requests\r\nContent-Length: " + std::to_string(body.size()) +
                                 "\r\n\r\n" + body);
        });
    Listener listener(serviceAt(server.port()));
    CHECK(listener.all() == "quota_exceeded");
    Listener nobody(serviceAt(unusedPort()));
    CHECK(nobody.all() == "connect_failed");
}

TEST_CASE("a turn that is ended on this side is committed at its place, and so is the rest")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            Session session(socket);
            CHECK(session.settings["audio"]["input"]["turn_detection"].is_null());
            session.await("input_audio_buffer.commit");
            const auto before = session.appends;
            session.commit("a", "");
            session.await("input_audio_buffer.commit");
            CHECK(session.appends > before);
            session.commit("b", "a");
            session.complete("a", "one");
            session.complete("b", "two");
            session.peer.readToEnd();
        });
    SttSettings settings;
    settings.turnDetection = nullptr;
    Listener listener(serviceAt(server.port()), settings);
    CHECK(listener.input->push(halfASecond));
    listener.input->endTurn();
    CHECK(listener.input->push(halfASecond));
    listener.input->close();
    CHECK(listener.all() == "listening heard(one) heard(two) end");
}

TEST_CASE("a service that does not say what was committed is heard to its end, too")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            Session session(socket);
            session.await("input_audio_buffer.commit");
            session.send({{"type", "input_audio_buffer.committed"}});
            session.complete("a", "one");
            session.peer.readToEnd();
        });
    Listener listener(serviceAt(server.port()));
    CHECK(listener.input->push(halfASecond));
    listener.input->close();
    CHECK(listener.all() == "listening heard(one) end");
}

TEST_CASE("log probabilities of a streamed transcript come with it, where they were asked for")
{
    const Json token = {{"token", "on"}, {"logprob", -0.5}, {"bytes", {111, 110}}};
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            Session session(socket);
            CHECK(session.settings["include"] == Json{"item.input_audio_transcription.logprobs"});
            session.await("input_audio_buffer.commit");
            session.commit("a", "");
            session.send({{"type", "conversation.item.input_audio_transcription.delta"},
                          {"item_id", "a"},
                          {"content_index", 0},
                          {"delta", "on"},
                          {"logprobs", {token}}});
            session.send({{"type", "conversation.item.input_audio_transcription.completed"},
                          {"item_id", "a"},
                          {"content_index", 0},
                          {"transcript", "on"},
                          {"logprobs", {token}}});
            session.peer.readToEnd();
        });
    SttSettings settings;
    settings.asksForLogprobs = true;
    settings.model = "gpt-4o-transcribe";
    Pipeline pipeline(VoiceModels::at(serviceAt(server.port()), {"", settings}), std::make_shared<Silent>());
    const auto input = std::make_shared<StreamedAudioInput>();
    CHECK(input->push(halfASecond));
    input->close();
    std::vector<Json> details;
    for (const auto& event : pipeline.run(input))
        if (const auto* heard = std::get_if<VoiceStreamEventTranscript>(&event))
            details.push_back(heard->details);
    CHECK(details == std::vector<Json>{{{"logprobs", {token}}}, {{"logprobs", {token}}}});
}

TEST_CASE("keywords and languages are part of the session where the model has them")
{
    const auto [model, has] = GENERATE(table<std::string, bool>({{"gpt-transcribe", true}, {"whisper-1", false}}));
    std::promise<Json> told;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            Session session(socket);
            told.set_value(session.settings["audio"]["input"]["transcription"]);
            session.peer.readToEnd();
        });
    SttSettings settings;
    settings.model = model;
    settings.languages = {"en", "de"};
    settings.keywords = {"Parley"};
    Listener listener(serviceAt(server.port()), settings);
    const auto transcription = told.get_future().get();
    CHECK(transcription.contains("keywords") == has);
    CHECK(transcription.contains("languages") == has);
    listener.input->close();
    CHECK(listener.all() == "listening end");
}

TEST_CASE("a lost connection is made again: what it owed is told, and what follows is heard")
{
    std::atomic<int> connections{0};
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            Session session(socket);
            if (connections++ == 0)
            {
                session.await("input_audio_buffer.append");
                session.commit("a", "");
                return;
            }
            session.await("input_audio_buffer.commit");
            session.commit("b", "");
            session.complete("b", "two");
            session.peer.readToEnd();
        });
    Listener listener(serviceAt(server.port()));
    CHECK(listener.input->push(halfASecond));
    REQUIRE(listener.told("listening listening lost() "));
    CHECK(listener.input->push(halfASecond));
    listener.input->close();
    CHECK(listener.all() == "listening listening lost() heard(two) end");
}

TEST_CASE("a service that stays away after a lost connection ends the listening")
{
    std::optional<TcpPeer> server(std::in_place,
                                  [](TcpSocket& socket)
                                  {
                                      Session session(socket);
                                      session.await("input_audio_buffer.append");
                                  });
    auto service = std::make_shared<VoiceService>(*serviceAt(server->port()));
    service->reconnect.mostAttempts = 1;
    Listener listener(service);
    REQUIRE(listener.told("listening "));
    CHECK(listener.input->push(halfASecond));
    server.reset();
    listener.input->close();
    CHECK(listener.all() == "listening connect_failed");
}
