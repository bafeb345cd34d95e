// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"
#include "Audio/Wav.h"
#include "ExchangeDriver.h"
#include "Service/Http/SpeechExchange.h"

using namespace parley;
using namespace parley::service;

namespace
{

std::variant<SpeechRequest, PlainAnswer> readBody(const Json& changes)
{
    Json body = {{"model", "gpt-4o-mini-tts"}, {"input", "Hello. How are you?"}, {"voice", "coral"}};
    body.update(changes);
    return readSpeechRequest({"application/json", body.dump()});
}

Json faultOf(const Json& changes)
{
    const auto read = readBody(changes);
    REQUIRE(std::holds_alternative<PlainAnswer>(read));
    CHECK(std::get<PlainAnswer>(read).status == 400);
    return Json::parse(std::get<PlainAnswer>(read).body).at("error");
}

EngineResult speak(const EngineWork&)
{
    return Speech{std::vector<std::int16_t>(12000, 257)};
}

GatheredAnswer speech(const Json& changes)
{
    SpeechExchange exchange(std::get<SpeechRequest>(readBody(changes)));
    return runExchange(exchange, speak);
}

} // namespace

TEST_CASE("a text is spoken sentence by sentence, and the first is out before the second is made")
{
    const auto answer = speech({{"response_format", "pcm"}, {"speed", 1.25}});
    CHECK(answer.head.contentType == "audio/pcm");
    CHECK(answer.head.isStreamed);
    REQUIRE(answer.work.size() == 2);
    CHECK(std::get<SpeakJob>(answer.work[0]).text == "Hello. ");
    CHECK(std::get<SpeakJob>(answer.work[0]).voice == "coral");
    CHECK(std::get<SpeakJob>(answer.work[1]).speed == 1.25);
    REQUIRE(answer.pieces.size() == 2);
    CHECK(answer.pieces[0] == std::string(24000, '\x01'));
    CHECK(answer.body.size() == 48000);
}

TEST_CASE("speech that comes in parts goes out in parts, and once")
{
    SpeechExchange exchange(std::get<SpeechRequest>(readBody({{"response_format", "pcm"}})));
    int asked = 0;
    const auto answer = runExchange(exchange,
                                    [&](const EngineWork&) -> EngineResult
                                    {
                                        if (asked++ % 3 < 2)
                                            return SpeechPart{std::vector<std::int16_t>(4000, 257)};
                                        return Speech{std::vector<std::int16_t>(12000, 257)};
                                    });
    CHECK(answer.work.size() == 2);
    REQUIRE(answer.pieces.size() == 6);
    CHECK(answer.pieces[0].size() == 8000);
    CHECK(answer.body == std::string(48000, '\x01'));
}

TEST_CASE("speech as WAV is a file of a length that is not known yet, which readers take whole")
{
    const auto answer = speech({{"response_format", "wav"}, {"voice", {{"id", "coral"}}}});
    CHECK(answer.head.contentType == "audio/wav");
    const auto wav = audio::parseWav(std::as_bytes(std::span(answer.body)), "the answer");
    REQUIRE(wav);
    CHECK(wav.value().sampleRate == 24000);
    CHECK(wav.value().frames() == 24000);
}

TEST_CASE("speech as events carries the audio in base64 and ends with its usage")
{
    const auto answer = speech({{"response_format", "pcm"}, {"stream_format", "sse"}});
    CHECK(answer.head.contentType.starts_with("text/event-stream"));
    const auto events = answer.events();
    std::vector<std::int16_t> samples;
    for (const auto& event : events)
        if (event.at("type") == "speech.audio.delta")
            CHECK(audio::decodeBase64(event.at("audio").get<std::string>(), samples));
    CHECK(samples == std::vector<std::int16_t>(24000, 257));
    CHECK(events.back().at("type") == "speech.audio.done");
    CHECK(events.back().at("usage") == Json{{"input_tokens", 5}, {"output_tokens", 20}, {"total_tokens", 25}});
}

TEST_CASE("a format that needs an encoder is refused, also when it is only the default")
{
    CHECK(faultOf({{"response_format", "opus"}}).at("param") == "response_format");
    CHECK(faultOf(Json::object()).at("message").get<std::string>().find("'wav' or 'pcm'") != std::string::npos);
}

TEST_CASE("a request to speak that is wrong is refused with the field that is wrong")
{
    CHECK(faultOf({{"input", ""}, {"response_format", "wav"}}).at("param") == "input");
    CHECK(faultOf({{"input", std::string(4097, 'a')}}).at("code") == "string_above_max_length");
    CHECK(faultOf({{"speed", 5}}).at("code") == "decimal_above_max_value");
    CHECK(faultOf({{"voice", 5}}).at("code") == "invalid_type");
    CHECK(faultOf({{"bogus", 5}}).at("code") == "unknown_parameter");
    CHECK(std::get<PlainAnswer>(readSpeechRequest({"", "no json"})).status == 400);
    std::string accents;
    for (int i = 0; i < 4096; ++i)
        accents += "\u00e9";
    CHECK(std::holds_alternative<SpeechRequest>(readBody({{"input", accents}, {"response_format", "wav"}})));
}

TEST_CASE("speech that fails is an error before the first sound, and a broken answer after it")
{
    const auto failAfter = [](int good, const char* streamFormat)
    {
        SpeechExchange exchange(
            std::get<SpeechRequest>(readBody({{"response_format", "pcm"}, {"stream_format", streamFormat}})));
        return runExchange(exchange,
                           [&](const EngineWork& work) -> EngineResult
                           {
                               if (good-- > 0)
                                   return speak(work);
                               return Error{ErrorCode::queueFull, "Busy."};
                           });
    };
    CHECK(failAfter(0, "audio").head.status == 503);
    CHECK(failAfter(0, "audio").head.headers == net::Headers{{"Retry-After", "1"}});
    CHECK(failAfter(1, "audio").isBroken);
    CHECK(failAfter(1, "sse").events().back().at("error").at("message") == "Busy.");
}
