// SPDX-License-Identifier: Apache-2.0
#include "Service/Service.h"
#include "Service/Upstream/UpstreamEngines.h"
#include "Support/Skip.h"
#include "Support/StreamingPeer.h"
#include "Support/StubEngines.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>

using namespace parley;
using namespace parley::service;
using namespace parley::test;
using namespace std::chrono_literals;
using wire::Json;

namespace
{

std::string chunk(const std::string& words)
{
    const Json event = {{"choices", {{{"index", 0}, {"delta", {{"content", words}}}}}}};
    return "data: " + event.dump() + "\n\n";
}

const std::string chatEnd = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                            "data: [DONE]\n\n";

UpstreamServer at(const StreamingPeer& peer)
{
    return {peer.address("/v1"), "small", Secret("key-of-upstream")};
}

const auth::Surroundings bare{[](const char*) { return std::nullopt; }, {}};

Result<std::unique_ptr<EngineRunner>> makeStubs()
{
    return std::unique_ptr<EngineRunner>(startStubEngines());
}

std::unique_ptr<UpstreamEngines> engines(const UpstreamServers& servers)
{
    auto started = UpstreamEngines::start(servers, makeStubs, bare);
    REQUIRE(started);
    return std::move(started).value();
}

/// Everything that is told of a job.
struct Told
{
    EngineRunner::Done done()
    {
        return [this](EngineResult result)
        {
            const std::scoped_lock lock(mutex);
            results.push_back(std::move(result));
            changed.notify_all();
        };
    }

    /// Waits for so many results; all of them.
    std::vector<EngineResult> await(std::size_t count)
    {
        std::unique_lock lock(mutex);
        CHECK(changed.wait_for(lock, 10s, [&] { return results.size() >= count; }));
        return results;
    }

    /// Waits for the last result.
    EngineResult last()
    {
        std::unique_lock lock(mutex);
        REQUIRE(changed.wait_for(lock, 10s, [&] { return !results.empty() && !isPart(results.back()); }));
        return results.back();
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<EngineResult> results;
};

AnswerJob question()
{
    AnswerJob job;
    job.request.messages.push_back({{"role", "user"}, {"content", "Hello"}});
    return job;
}

} // namespace

TEST_CASE("a chat server's sentences are told as they form, and the whole at the end")
{
    std::promise<void> mayGoOn;
    StreamingPeer peer(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200, {{"Content-Type", "text/event-stream"}});
            answer.piece(chunk("Good day. How"));
            mayGoOn.get_future().wait_for(10s);
            answer.piece(chunk(" are you?") + chatEnd);
            answer.end();
        });
    Told told;
    const auto upstream = engines({.chat = at(peer)});
    upstream->submit({1, question()}, {}, told.done());
    CHECK(std::get<AnswerPart>(told.await(1).front()).text == "Good day. ");
    mayGoOn.set_value();
    CHECK(std::get<Answer>(told.last()).text == "Good day. How are you?");
    const auto request = peer.requests().at(0);
    CHECK(request.target == "/v1/chat/completions");
    CHECK(request.headers.at("authorization") == "Bearer key-of-upstream");
    CHECK(upstream->figures().byKind[1].jobs == 1);
}

TEST_CASE("over HTTP a service passes on what a server upstream has so far, and ends its request with its client")
{
    std::promise<void> hasEnded;
    StreamingPeer peer(
        [&](const ReceivedRequest& request, AnswerWriter& answer)
        {
            const bool isChat = request.target == "/v1/chat/completions";
            answer.begin(200, {{"Content-Type", isChat ? "text/event-stream" : "audio/pcm"}});
            answer.piece(isChat ? chunk("Good day. How are you? I") : std::string(24000, '\x01'));
            answer.awaitEnd();
            hasEnded.set_value();
        });
    ServiceOptions options;
    options.upstream = {.chat = at(peer), .speech = at(peer)};
    const auto service = Service::start(std::move(options));
    if (!service)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const UpstreamServer between{service.value()->baseUrl(), "any", service.value()->key()};
    const auto client = engines({.chat = between, .speech = between});
    Told told;
    std::stop_source stop;
    SECTION("words")
    {
        client->submit({1, question()}, stop.get_token(), told.done());
        CHECK(std::get<AnswerPart>(told.await(1).front()).text == "Good day. ");
    }
    SECTION("speech")
    {
        client->submit({1, SpeakJob{"Good day.", "coral"}}, stop.get_token(), told.done());
        CHECK_FALSE(std::get<SpeechPart>(told.await(1).front()).samples.empty());
    }
    stop.request_stop();
    CHECK(hasEnded.get_future().wait_for(10s) == std::future_status::ready);
}

TEST_CASE("a chat server's calls come as calls")
{
    const Json call = {{"index", 0}, {"id", "c1"}, {"function", {{"name", "look"}, {"arguments", R"({"at":"map"})"}}}};
    const Json event = {{"choices", {{{"index", 0}, {"delta", {{"tool_calls", {call}}}}}}}};
    StreamingPeer peer([&](const ReceivedRequest&, AnswerWriter& answer)
                       { answer.whole(200, "data: " + event.dump() + "\n\n" + chatEnd); });
    Told told;
    const auto upstream = engines({.chat = at(peer)});
    upstream->submit({1, question()}, {}, told.done());
    const auto answer = std::get<Answer>(told.last());
    REQUIRE(answer.calls.size() == 1);
    CHECK(answer.calls[0].name == "look");
    CHECK(answer.calls[0].arguments == R"({"at":"map"})");
}

TEST_CASE("a job that is given up ends its request")
{
    std::promise<void> hasBegun;
    std::promise<void> hasGone;
    StreamingPeer peer(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200, {{"Content-Type", "text/event-stream"}});
            answer.piece(chunk("Once upon a time. There"));
            hasBegun.set_value();
            answer.awaitEnd();
            hasGone.set_value();
        });
    Told told;
    const auto upstream = engines({.chat = at(peer)});
    std::stop_source stop;
    upstream->submit({1, question()}, stop.get_token(), told.done());
    hasBegun.get_future().wait();
    told.await(1);
    stop.request_stop();
    CHECK(hasGone.get_future().wait_for(10s) == std::future_status::ready);
    CHECK(told.await(1).size() == 1);
}

TEST_CASE("speech of a server is told as it arrives, and once more as a whole")
{
    StreamingPeer peer(
        [](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200, {{"Content-Type", "audio/pcm"}});
            answer.piece(std::string("\x01\x00\x02\x00", 4));
            answer.piece(std::string("\x03\x00", 2));
            answer.end();
        });
    Told told;
    auto server = at(peer);
    server.voice = "af_heart";
    const auto upstream = engines({.speech = server});
    upstream->submit({1, SpeakJob{"Hello.", "marin", 1.5}}, {}, told.done());
    CHECK(std::get<Speech>(told.last()).samples == std::vector<std::int16_t>{1, 2, 3});
    CHECK(std::holds_alternative<SpeechPart>(told.await(1).front()));
    const auto body = Json::parse(peer.requests().at(0).body);
    CHECK(body.at("voice") == "af_heart");
    CHECK(body.at("speed") == 1.5);
    CHECK(body.at("input") == "Hello.");
}

TEST_CASE("speech is written down by a server, and what is too short for it is nothing")
{
    StreamingPeer peer(
        [](const ReceivedRequest&, AnswerWriter& answer) {
            answer.whole(200, R"({"text":"turn left"})", {{"Content-Type", "application/json"}});
        });
    const auto upstream = engines({.transcription = at(peer)});
    Told heard;
    upstream->submit({1, RecogniseJob{std::vector<std::int16_t>(24000, 100), {"turn left"}}}, {}, heard.done());
    const auto transcript = std::get<Transcript>(heard.last());
    CHECK(transcript.text == "turn left");
    REQUIRE(transcript.words.size() == 2);
    CHECK(transcript.words[1].text == "left");
    CHECK(transcript.words[1].endSeconds == Approx(1));
    CHECK(peer.requests().at(0).body.find("turn left") != std::string::npos);
    Told nothing;
    upstream->submit({1, RecogniseJob{std::vector<std::int16_t>(240, 100)}}, {}, nothing.done());
    CHECK(std::get<Transcript>(nothing.last()).text.empty());
    CHECK(peer.requests().size() == 1);
}

TEST_CASE("what no server is there for, the engines of this program do")
{
    StreamingPeer peer([](const ReceivedRequest&, AnswerWriter& answer) { answer.whole(500, ""); });
    const auto upstream = engines({.speech = at(peer)});
    Told told;
    upstream->submit({1, question()}, {}, told.done());
    CHECK(std::get<Answer>(told.last()).text == "You said it.");
    CHECK(upstream->figures().byKind[1].jobs == 1);
}

TEST_CASE("a server that refuses gives an error that says what to do, without the key")
{
    StreamingPeer peer([](const ReceivedRequest&, AnswerWriter& answer)
                       { answer.whole(401, R"({"error":{"message":"bad key key-of-upstream"}})"); });
    const auto upstream = engines({.chat = at(peer)});
    Told told;
    upstream->submit({1, question()}, {}, told.done());
    const auto error = std::get<Error>(told.last());
    CHECK(error.code == ErrorCode::unauthorized);
    CHECK(error.describe().find("key-of-upstream") == std::string::npos);
    CHECK(upstream->figures().byKind[1].failures == 1);
}

TEST_CASE("the end of the engines ends what is under way")
{
    std::promise<void> hasBegun;
    std::promise<void> hasGone;
    StreamingPeer peer(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            hasBegun.set_value();
            answer.awaitEnd();
            hasGone.set_value();
        });
    Told told;
    auto upstream = engines({.chat = at(peer)});
    upstream->submit({1, question()}, {}, told.done());
    hasBegun.get_future().wait();
    upstream.reset();
    CHECK(hasGone.get_future().wait_for(10s) == std::future_status::ready);
    CHECK(told.results.empty());
}

TEST_CASE("an answer of nothing, and one without an end, are errors")
{
    StreamingPeer silent([](const ReceivedRequest&, AnswerWriter& answer) { answer.whole(200, chatEnd); });
    Told nothing;
    const auto ofNothing = engines({.chat = at(silent)});
    ofNothing->submit({1, question()}, {}, nothing.done());
    CHECK(std::get<Error>(nothing.last()).code == ErrorCode::protocolIncompatible);

    StreamingPeer talker(
        [](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200, {{"Content-Type", "text/event-stream"}});
            while (answer.piece(chunk(std::string(8000, 'a') + ". ")))
                continue;
        });
    Told endless;
    const auto ofTalker = engines({.chat = at(talker)});
    ofTalker->submit({1, question()}, {}, endless.done());
    CHECK(std::get<Error>(endless.last()).code == ErrorCode::protocolIncompatible);
}

TEST_CASE("a line without words is spoken as nothing, and no server is asked")
{
    StreamingPeer peer([](const ReceivedRequest&, AnswerWriter& answer) { answer.whole(500, ""); });
    const auto upstream = engines({.speech = at(peer)});
    Told told;
    upstream->submit({1, SpeakJob{"---\n\n", "marin", 1}}, {}, told.done());
    CHECK(std::get<Speech>(told.last()).samples.empty());
    CHECK(peer.requests().empty());
}

TEST_CASE("an upstream server that cannot be is refused before anything is asked")
{
    const auto refusal = [](UpstreamServer server)
    { return UpstreamEngines::start({.chat = std::move(server)}, makeStubs, bare).error(); };
    CHECK(refusal({"ws://host/v1", "small"}).code == ErrorCode::invalidArgument);
    CHECK(refusal({"http://127.0.0.1/v1", ""}).code == ErrorCode::invalidArgument);
    CHECK(refusal({"http://elsewhere.example/v1", "small", Secret("k")}).code == ErrorCode::invalidArgument);
}
