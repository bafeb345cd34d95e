// SPDX-License-Identifier: Apache-2.0
#include "ExchangeDriver.h"
#include "Service/Http/TranscriptionExchange.h"
#include "Uploads.h"

using namespace parley;
using namespace parley::service;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace
{

std::variant<TranscriptionRequest, PlainAnswer> readForm(Fields fields, const Upload& file = {"a.wav", "RIFF...."})
{
    if (std::ranges::none_of(fields, [](const auto& field) { return field.first == "model"; }))
        fields.emplace_back("model", "gpt-4o-transcribe");
    return readTranscriptionRequest({formType, makeForm(fields, file)});
}

Json faultOf(const Fields& fields, const Upload& file = {"a.wav", "RIFF...."})
{
    const auto read = readForm(fields, file);
    REQUIRE(std::holds_alternative<PlainAnswer>(read));
    return Json::parse(std::get<PlainAnswer>(read).body).at("error");
}

/// 24 seconds of speech, each piece understood as two words that last a second each.
EngineResult understand(const EngineWork& work)
{
    if (std::holds_alternative<ReadSpeechJob>(work))
        return Speech{std::vector<std::int16_t>(24 * 24000, 1)};
    return Transcript{"turn left", {{"turn", 1.0, 2.0}, {"left", 2.0, 3.25}}};
}

GatheredAnswer transcribe(const Fields& fields)
{
    TranscriptionExchange exchange(std::get<TranscriptionRequest>(readForm(fields)));
    return runExchange(exchange, understand);
}

} // namespace

TEST_CASE("a recording becomes text, in pieces of at most ten seconds")
{
    const auto answer = transcribe({});
    CHECK(answer.head.contentType == "application/json");
    const auto json = Json::parse(answer.body);
    CHECK(json.at("text") == "turn left turn left turn left");
    CHECK(json.at("usage") == Json{{"type", "tokens"},
                                   {"total_tokens", 248},
                                   {"input_tokens", 240},
                                   {"input_token_details", {{"text_tokens", 0}, {"audio_tokens", 240}}},
                                   {"output_tokens", 8}});
    REQUIRE(answer.work.size() == 4);
    for (std::size_t i = 1; i < 4; ++i)
        CHECK(std::get<RecogniseJob>(answer.work[i]).samples.size() <= 240000);
}

TEST_CASE("a transcript is counted in tokens, and Whisper's in seconds")
{
    const auto usageOf = [](const std::string& model, const std::string& format) {
        return Json::parse(transcribe({{"model", model}, {"response_format", format}}).body).at("usage");
    };
    const Json seconds = {{"type", "duration"}, {"seconds", 24.0}};
    CHECK(usageOf("whisper-1", "json") == seconds);
    CHECK(usageOf("whisper-1", "diarized_json") == seconds);
    CHECK(usageOf("gpt-4o-transcribe-diarize", "diarized_json").at("type") == "tokens");
    CHECK(usageOf("gpt-4o-transcribe", "verbose_json") == seconds);
}

TEST_CASE("a transcript with its speakers has one of them, whole or streamed")
{
    const Fields fields = {{"model", "gpt-4o-transcribe-diarize"}, {"response_format", "diarized_json"}};
    const auto json = Json::parse(transcribe(fields).body);
    CHECK(json.at("task") == "transcribe");
    CHECK(json.at("duration") == 24.0);
    CHECK(json.at("text") == "turn left turn left turn left");
    CHECK(json.at("segments").size() == 3);
    CHECK(json.at("segments").at(0) == Json{{"type", "transcript.text.segment"},
                                            {"id", "seg_0"},
                                            {"start", 1.0},
                                            {"end", 3.25},
                                            {"text", "turn left"},
                                            {"speaker", "A"}});
    auto streamed = fields;
    streamed.emplace_back("stream", "true");
    auto segments = Json::array();
    for (const auto& event : transcribe(streamed).events())
        if (event.at("type") == "transcript.text.segment")
            segments.push_back(event);
    CHECK(segments == json.at("segments"));
}

TEST_CASE("how to cut a recording up, and who may be heard in it, are passed over in every form that SDKs send")
{
    const Fields fields = {{"chunking_strategy", "auto"},
                           {"chunking_strategy[type]", "server_vad"},
                           {"chunking_strategy[threshold]", "0.5"},
                           {"known_speaker_names[]", "Ada"},
                           {"known_speaker_references[]", "data:audio/wav;base64,AAAA"},
                           {"include[]", "logprobs"}};
    CHECK(std::holds_alternative<TranscriptionRequest>(readForm(fields)));
    CHECK(faultOf({{"chunking", "auto"}}).at("code") == "unknown_parameter");
}

TEST_CASE("a transcript can be had as text, subtitles or with the times of words and segments")
{
    CHECK(transcribe({{"response_format", "text"}}).body == "turn left turn left turn left\n");
    const auto srt = transcribe({{"response_format", "srt"}}).body;
    CHECK(srt.starts_with("1\n00:00:01,000 --> 00:00:03,250\nturn left\n\n2\n"));
    const auto vtt = transcribe({{"response_format", "vtt"}}).body;
    CHECK(vtt.starts_with("WEBVTT\n\n00:00:01.000 --> 00:00:03.250\nturn left\n\n"));
    const auto verbose = Json::parse(transcribe({{"response_format", "verbose_json"}}).body);
    CHECK(verbose.at("duration") == 24.0);
    CHECK(verbose.at("segments").size() == 3);
    CHECK(verbose.at("segments").at(1).at("start").get<double>() > 7.0);
    CHECK_FALSE(verbose.contains("words"));
    const auto words =
        Json::parse(transcribe({{"response_format", "verbose_json"}, {"timestamp_granularities[]", "word"}}).body);
    CHECK(words.at("words").size() == 6);
    CHECK(words.at("words").at(1) == Json{{"word", "left"}, {"start", 2.0}, {"end", 3.25}});
    CHECK_FALSE(words.contains("segments"));
}

TEST_CASE("a streamed transcript tells each piece when it is understood, and all of it at the end")
{
    const auto answer = transcribe({{"stream", "true"}});
    CHECK(answer.head.isStreamed);
    CHECK(answer.head.contentType.starts_with("text/event-stream"));
    CHECK(answer.pieces.size() == 3);
    const auto events = answer.events();
    std::string text;
    for (const auto& event : events)
        if (event.at("type") == "transcript.text.delta")
            text += event.at("delta").get<std::string>();
    CHECK(text == "turn left turn left turn left");
    CHECK(events.back().at("type") == "transcript.text.done");
    CHECK(events.back().at("text") == text);
    CHECK(events.back().at("usage").at("input_tokens") == 240);
    CHECK_FALSE(transcribe({{"stream", "true"}, {"model", "whisper-1"}}).head.isStreamed);
}

TEST_CASE("silence is an empty transcript, and an unreadable file an error that says so")
{
    TranscriptionExchange silent(std::get<TranscriptionRequest>(readForm({{"stream", "true"}})));
    const auto nothing = runExchange(silent, [](const EngineWork&) { return Speech{}; });
    CHECK(nothing.events().size() == 1);
    TranscriptionExchange broken(std::get<TranscriptionRequest>(readForm({})));
    const auto refused = runExchange(broken,
                                     [](const EngineWork&) {
                                         return Error{ErrorCode::fileInvalid, "It is broken."};
                                     });
    CHECK(refused.head.status == 400);
    CHECK(Json::parse(refused.body).at("error").at("message") == "It is broken.");
    CHECK(Json::parse(refused.body).at("error").at("param") == "file");
}

TEST_CASE("an engine that fails in the middle of a streamed transcript is told as an event")
{
    TranscriptionExchange exchange(std::get<TranscriptionRequest>(readForm({{"stream", "true"}})));
    int left = 2;
    const auto answer = runExchange(exchange,
                                    [&](const EngineWork& work) -> EngineResult
                                    {
                                        if (left-- > 0)
                                            return understand(work);
                                        return Error{ErrorCode::internal, "The engine is gone."};
                                    });
    CHECK(answer.head.status == 200);
    CHECK(answer.events().back().at("error").at("message") == "The engine is gone.");
}

TEST_CASE("what cannot be transcribed is refused with the field that is wrong")
{
    CHECK(faultOf({}, {}).at("param") == "file");
    CHECK(faultOf({}, {"a.mp3", "ID3"}).at("param") == "file");
    CHECK(faultOf({{"response_format", "xml"}}).at("param") == "response_format");
    CHECK(faultOf({{"temperature", "2"}}).at("param") == "temperature");
    CHECK(faultOf({{"language", "de"}}).at("code") == "unsupported_language");
    CHECK(faultOf({{"stream", "maybe"}}).at("param") == "stream");
    CHECK(faultOf({{"timestamp_granularities[]", "word"}}).at("param") == "timestamp_granularities");
    CHECK(faultOf({{"bogus", "1"}}).at("code") == "unknown_parameter");
    CHECK(faultOf({{"model", "no-such-model"}}).at("code") == "model_not_found");
    CHECK(std::holds_alternative<TranscriptionRequest>(readForm({{"language", "en-GB"}, {"prompt", "Parley"}})));
}

TEST_CASE("raw samples are taken by their name or type, at the rate that their type names")
{
    const auto rateOf = [](const Upload& file)
    { return std::get<TranscriptionRequest>(readForm({}, file)).file.rawSampleRate; };
    CHECK(rateOf({"a.pcm", "1234"}) == 24000);
    CHECK(rateOf({"a", "1234", "audio/pcm;rate=16000"}) == 16000);
    CHECK(rateOf({"a.wav", "RIFF"}) == 0);
    CHECK(faultOf({}, {"a", "1234", "audio/pcm;rate=none"}).at("param") == "file");
}
