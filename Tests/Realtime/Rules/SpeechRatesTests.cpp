// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SpeechRates.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::AudioFormat;
using wire::Json;

namespace
{

std::vector<std::int16_t> samples(std::size_t count)
{
    return std::vector<std::int16_t>(count, 1000);
}

SpeechRates telephone()
{
    SpeechRates rates;
    rates.use({AudioFormat::pcmu, AudioFormat::pcma});
    return rates;
}

} // namespace

TEST_CASE("the echo of the session decides the formats, what it does not say stays as asked", "[g711]")
{
    const SpeechFormats asked{AudioFormat::pcmu, AudioFormat::pcmu};
    CHECK(SpeechFormats::fromSession(Json::object(), asked) == asked);
    CHECK(
        SpeechFormats::fromSession(
            Json::parse(R"({"audio":{"input":{"format":{"type":"audio/pcm","rate":24000}},"output":{"format":null}}})"),
            asked) == SpeechFormats{AudioFormat::pcm, AudioFormat::pcmu});
    CHECK(SpeechFormats::fromSession(nullptr, {}) == SpeechFormats{});
}

TEST_CASE("a turn is as long on the wire as it was spoken", "[g711]")
{
    auto rates = telephone();
    std::size_t sent = 0;
    for (int i = 0; i < 5; ++i)
        if (const auto append = rates.toWire(samples(480)))
        {
            CHECK(append->format == AudioFormat::pcmu);
            sent += append->samples.size();
        }
    CHECK(sent < 800);
    sent += rates.finishInput().value().samples.size();
    CHECK(sent == 800);
    CHECK_FALSE(rates.finishInput());
    CHECK_FALSE(rates.toWire({}));
}

TEST_CASE("speech comes out at 24 kHz, never longer than what came, and as long once its part is done", "[g711]")
{
    auto rates = telephone();
    const audio::SpeechPart first{"r", "i", 0};
    const audio::SpeechPart second{"r", "j", 0};
    std::size_t heard = 0;
    for (int i = 0; i < 10; ++i)
    {
        heard += rates.fromWire(first, samples(80)).size();
        CHECK(heard <= static_cast<std::size_t>(i + 1) * 240);
        static_cast<void>(rates.fromWire(second, samples(80)));
    }
    heard += rates.finishOutput(first).value().samples.size();
    CHECK(heard == 2400);
    CHECK_FALSE(rates.finishOutput(first));
    const auto rests = rates.finishOutput("r");
    REQUIRE(rests.size() == 1);
    CHECK(rests[0].part == second);
    CHECK(rates.finishOutput("r").empty());
}

TEST_CASE("audio/pcm passes through as it is", "[g711]")
{
    SpeechRates rates;
    CHECK(rates.toWire(samples(7))->samples == samples(7));
    CHECK(rates.fromWire({"r", "i", 0}, samples(7)) == samples(7));
    CHECK_FALSE(rates.finishInput());
    CHECK_FALSE(rates.finishOutput({"r", "i", 0}));
}
