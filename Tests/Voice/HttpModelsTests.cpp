// SPDX-License-Identifier: Apache-2.0
#include "Support/Skip.h"
#include "Voice/HttpSpeechToText.h"
#include "Voice/HttpTextToSpeech.h"
#include "Voice/ScriptedModels.h"
#include "Voice/SimpleWorkflow.h"
#include "Voice/TranscriptionRequest.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

struct Spoken
{
    std::vector<std::size_t> pieces;
    std::vector<std::int16_t> samples;
    std::optional<Error> error;
};

Spoken speak(std::uint16_t port, const std::string& text, TtsSettings settings = {})
{
    HttpTextToSpeech voice(serviceAt(port), std::move(settings));
    Spoken spoken;
    std::promise<void> over;
    std::unique_ptr<Activity> activity;
    onNetwork(
        [&]
        {
            activity =
                voice.speak(text, {[&](std::span<const std::int16_t> samples)
                                   {
                                       spoken.pieces.push_back(samples.size());
                                       spoken.samples.insert(spoken.samples.end(), samples.begin(), samples.end());
                                   },
                                   [&](const std::optional<Error>& problem)
                                   {
                                       spoken.error = problem;
                                       over.set_value();
                                   }});
        });
    over.get_future().wait();
    onNetwork([&] { activity.reset(); });
    return spoken;
}

struct HeardAll
{
    std::string words;
    wire::Json details;
    std::optional<Error> error;
};

HeardAll transcribe(std::uint16_t port, SttSettings settings = {})
{
    HttpSpeechToText ears(serviceAt(port), std::move(settings));
    HeardAll heard;
    std::promise<void> over;
    std::unique_ptr<Activity> activity;
    onNetwork(
        [&]
        {
            activity = ears.transcribe(someSpeech(), {{},
                                                      [&](const VoiceStreamEventTranscript& transcript)
                                                      {
                                                          heard.words += wordFor(transcript);
                                                          heard.details = transcript.details;
                                                      },
                                                      {},
                                                      [&](const std::optional<Error>& problem)
                                                      {
                                                          heard.error = problem;
                                                          over.set_value();
                                                      }});
        });
    over.get_future().wait();
    onNetwork([&] { activity.reset(); });
    return heard;
}

StreamingPeer::Answerer answering(const std::string& body, const std::string& type)
{
    return [=](const ReceivedRequest&, AnswerWriter& answer) { answer.whole(200, body, {{"Content-Type", type}}); };
}

} // namespace

TEST_CASE("speech is told as it arrives, and samples cut in two are put together")
{
    std::promise<void> goOn;
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            const auto bytes = pcm(1000, 0x1234);
            answer.begin(200, {{"Content-Type", "application/octet-stream"}});
            for (std::size_t at = 0; at < bytes.size(); at += 333)
                answer.piece(bytes.substr(at, 333));
            answer.end();
        });
    const auto spoken = speak(server.port(), "Hello.");
    CHECK_FALSE(spoken.error);
    CHECK(spoken.samples == std::vector<std::int16_t>(1000, 0x1234));
}

TEST_CASE("the service is asked for raw PCM with the voice, speed and manner of the settings")
{
    StreamingPeer server(answering(pcm(10), "audio/pcm"));
    TtsSettings settings;
    settings.speed = 1.5;
    settings.instructions = "Whisper.";
    CHECK_FALSE(speak(server.port(), "Hello.", settings).error);
    settings.voice = wire::VoiceId{"voice_1"};
    settings.model = "tts-1";
    CHECK_FALSE(speak(server.port(), "\xFF", settings).error);
    const auto requests = server.requests();
    CHECK(requests.at(0).target == "/v1/audio/speech");
    CHECK(wire::Json::parse(requests.at(0).body) == wire::Json{{"model", "gpt-4o-mini-tts"},
                                                               {"input", "Hello."},
                                                               {"response_format", "pcm"},
                                                               {"voice", "nova"},
                                                               {"speed", 1.5},
                                                               {"instructions", "Whisper."}});
    const auto second = wire::Json::parse(requests.at(1).body);
    CHECK(second["voice"] == wire::Json{{"id", "voice_1"}});
    CHECK_FALSE(second.contains("instructions"));
}

TEST_CASE("what is no raw PCM is never played")
{
    const std::vector<std::pair<std::string, std::string>> wrong{{"RIFF....WAVE", "application/octet-stream"},
                                                                 {"{}", "application/json"},
                                                                 {"", "audio/pcm"},
                                                                 {"x", "audio/mpeg"}};
    for (const auto& [body, type] : wrong)
    {
        StreamingPeer server(answering(body, type));
        const auto spoken = speak(server.port(), "Hello.");
        REQUIRE(spoken.error);
        CHECK(spoken.error->code == ErrorCode::protocolIncompatible);
        CHECK(spoken.samples.empty());
    }
}

TEST_CASE("too much text and a speed out of range are refused before anything is sent")
{
    StreamingPeer server(answering(pcm(10), "audio/pcm"));
    std::string wide;
    for (int i = 0; i < 4096; ++i)
        wide += "\u4f60";
    CHECK_FALSE(speak(server.port(), wide).error);
    CHECK(speak(server.port(), wide + ".").error->code == ErrorCode::invalidArgument);
    TtsSettings fast;
    fast.speed = 5;
    CHECK(speak(server.port(), "Hello.", fast).error->code == ErrorCode::invalidArgument);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a transcript comes whole, with what the model says beside it")
{
    StreamingPeer server(answering(R"({"text":"hi","languages":["en"]})", "application/json"));
    const auto heard = transcribe(server.port());
    CHECK_FALSE(heard.error);
    CHECK(heard.words == "heard(hi)");
    CHECK(heard.details == wire::Json{{"languages", {"en"}}});
}

TEST_CASE("a transcript is told while it grows where the service streams it")
{
    const std::string events = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"go \"}\r\n\r\n"
                               "data: {\"type\":\"transcript.text.delta\",\"delta\":\"on\"}\r\n\r\n"
                               "data: {\"type\":\"transcript.text.done\",\"text\":\"go on\"}\r\n\r\n";
    StreamingPeer server(answering(events, "text/event-stream; charset=utf-8"));
    CHECK(transcribe(server.port()).words == "hearing(go )hearing(on)heard(go on)");
    StreamingPeer half(answering(events.substr(0, 60), "text/event-stream"));
    CHECK(transcribe(half.port()).error->code == ErrorCode::protocolIncompatible);
    StreamingPeer failing(
        answering("data: {\"type\":\"error\",\"error\":{\"code\":\"insufficient_quota\"}}\n\n", "text/event-stream"));
    CHECK(transcribe(failing.port()).error->code == ErrorCode::quotaExceeded);
}

TEST_CASE("subtitles come as they are")
{
    SttSettings settings;
    settings.format = TranscriptFormat::srt;
    StreamingPeer server(answering("1\n00:00 --> 00:01\nhi\n\n", "text/plain"));
    CHECK(transcribe(server.port(), settings).words == "heard(1\n00:00 --> 00:01\nhi)");
}

TEST_CASE("an answer without a transcript is an error")
{
    for (const std::string body : {"", "{}", "[]", "<html>", R"({"text":3})"})
    {
        StreamingPeer server(answering(body, "application/json"));
        CHECK(transcribe(server.port()).error->code == ErrorCode::protocolIncompatible);
    }
}

TEST_CASE("the form carries the speech as a WAV file and the settings that the model has")
{
    StreamingPeer server(answering(R"({"text":"hi"})", "application/json"));
    SttSettings settings;
    settings.language = "en";
    settings.prompt = "Names: Ada.";
    settings.temperature = 0.25;
    settings.keywords = {"Parley"};
    settings.asksForLogprobs = true;
    CHECK_FALSE(transcribe(server.port(), settings).error);
    const auto request = server.requests().at(0);
    CHECK(request.target == "/v1/audio/transcriptions");
    const auto type = request.headers.at("content-type");
    REQUIRE(type.starts_with("multipart/form-data; boundary="));
    const auto boundary = "--" + type.substr(type.find('=') + 1);
    CHECK(request.body.ends_with(boundary + "--\r\n"));
    CHECK_THAT(request.body,
               Contains("name=\"model\"\r\n\r\ngpt-4o-transcribe\r\n") && Contains("name=\"language\"\r\n\r\nen\r\n") &&
                   Contains("name=\"temperature\"\r\n\r\n0.25\r\n") &&
                   Contains("name=\"include[]\"\r\n\r\nlogprobs\r\n") && Contains("name=\"stream\"\r\n\r\ntrue\r\n") &&
                   Contains("filename=\"audio.wav\"\r\nContent-Type: audio/wav\r\n\r\nRIFF") && !Contains("keywords"));
    settings.temperature = 2;
    CHECK(transcribe(server.port(), settings).error->code == ErrorCode::invalidArgument);
}

TEST_CASE("a model gets what it takes, and one that is not known gets all")
{
    const auto has = [](const std::string& model, const std::string& name)
    {
        SttSettings settings;
        settings.model = model;
        settings.languages = {"en", "de"};
        settings.keywords = {"Parley"};
        settings.prompt = "Hello.";
        settings.asksForLogprobs = true;
        const auto fields = transcriptionFields(settings);
        return std::ranges::any_of(fields, [&](const auto& field) { return field.first == name; });
    };
    CHECK(has("gpt-transcribe", "keywords[]"));
    CHECK(has("gpt-transcribe", "languages[]"));
    CHECK_FALSE(has("gpt-transcribe", "include[]"));
    CHECK_FALSE(has("whisper-1", "stream"));
    CHECK_FALSE(has("gpt-4o-transcribe-diarize", "prompt"));
    CHECK(has("of-my-own", "keywords[]"));
    CHECK(has("of-my-own", "stream"));
}

TEST_CASE("the WAV file that is sent can be read back")
{
    const std::vector<std::int16_t> samples{0, 1, -1, 32767, -32768};
    auto padded = samples;
    padded.resize(2400);
    const auto file = wavFile(padded);
    const auto read = AudioInput::fromWav(std::as_bytes(std::span(file)));
    REQUIRE(read);
    CHECK(read.value().samples() == padded);
}

TEST_CASE("a service without transcription sessions hears a streamed input turn by turn, and the rest at its end")
{
    std::atomic<int> asked{0};
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.whole(200, wire::Json{{"text", "turn " + std::to_string(++asked)}}.dump(),
                         {{"Content-Type", "application/json"}});
        });
    VoiceConfig config;
    config.allowsBargeIn = false;
    const auto workflow = std::make_shared<SimpleWorkflow>([](const std::string& said) { return "Yes, " + said; });
    Pipeline pipeline({std::make_shared<HttpSpeechToText>(serviceAt(server.port()), SttSettings{}),
                       std::make_shared<ScriptedTextToSpeech>()},
                      workflow, config);
    const auto input = std::make_shared<StreamedAudioInput>();
    for (const std::size_t samples : {12000, 1200, 12000})
    {
        CHECK(input->push(std::vector<std::int16_t>(samples, 1000)));
        input->endTurn();
    }
    CHECK(input->push(std::vector<std::int16_t>(12000, 1000)));
    input->close();
    Told told;
    for (const auto& event : pipeline.run(input))
        told.take(event);
    CHECK(told.errors.empty());
    CHECK(told.words.starts_with("listening heard(turn 1) turn_started"));
    CHECK(told.words.ends_with("says(Yes, turn 3) turn_ended session_ended"));
    REQUIRE(server.requests().size() == 3);
    // What was too short for a turn of its own is the beginning of the next.
    const auto bytes = [&](std::size_t i) { return server.requests().at(i).body.size(); };
    CHECK(bytes(1) == bytes(0) + 2 * std::size_t{1200});
    CHECK(bytes(2) == bytes(0));
}

TEST_CASE("a turn that cannot be written down ends a streamed input with its reason")
{
    StreamingPeer server([](const ReceivedRequest&, AnswerWriter& answer)
                         { answer.whole(401, R"({"error":{"message":"No."}})"); });
    Pipeline pipeline({std::make_shared<HttpSpeechToText>(serviceAt(server.port()), SttSettings{}),
                       std::make_shared<ScriptedTextToSpeech>()},
                      std::make_shared<SimpleWorkflow>([](const std::string& said) { return said; }));
    const auto input = std::make_shared<StreamedAudioInput>();
    CHECK(input->push(std::vector<std::int16_t>(12000, 1000)));
    input->endTurn();
    CHECK(allOf(pipeline.run(input)).words == "listening error(unauthorized)");
}
