// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/SpeechExchange.h"

#include "Audio/Pcm16.h"
#include "Service/Http/ServerSentEvents.h"
#include "Service/Sentences.h"
#include "Service/Tokens.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace parley::service
{
namespace
{

/// An event carries at most 200 ms, so that a client need not hold a long line.
constexpr std::size_t samplesPerEvent = 4800;

void appendNumber(std::string& bytes, std::uint32_t number, int size)
{
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(number >> static_cast<unsigned>(8 * i) & 0xFFU);
}

/// RIFF WAVE of a length that is not known yet, as the live service streams it: both sizes are as large as can be.
std::string streamedWavHeader()
{
    constexpr std::uint32_t unknownSize = 0xFFFFFFFFU;
    constexpr std::uint32_t rate = audio::wireSampleRate;
    std::string bytes = "RIFF";
    appendNumber(bytes, unknownSize, 4);
    bytes += "WAVEfmt ";
    appendNumber(bytes, 16, 4);
    appendNumber(bytes, 1, 2); // PCM
    appendNumber(bytes, 1, 2); // mono
    appendNumber(bytes, rate, 4);
    appendNumber(bytes, rate * 2, 4);
    appendNumber(bytes, 2, 2);
    appendNumber(bytes, 16, 2);
    bytes += "data";
    appendNumber(bytes, unknownSize, 4);
    return bytes;
}

AnswerHead headFor(const SpeechRequest& request)
{
    if (request.isEvents)
        return eventStreamHead();
    return {200, request.isWav ? "audio/wav" : "audio/pcm", true, {}};
}

} // namespace

SpeechExchange::SpeechExchange(SpeechRequest request)
    : wanted(std::move(request))
    , sentences(splitSentences(wanted.input))
{
}

ExchangeStep SpeechExchange::begin()
{
    return {std::nullopt, "", nextSentence()};
}

std::optional<EngineWork> SpeechExchange::nextSentence()
{
    if (askedSentences == sentences.size())
        return std::nullopt;
    return SpeakJob{sentences[askedSentences++], wanted.voice, wanted.speed};
}

ExchangeStep SpeechExchange::take(EngineResult result)
{
    if (const auto* error = std::get_if<Error>(&result))
        return fail(*error);
    const auto* part = std::get_if<SpeechPart>(&result);
    std::span<const std::int16_t> samples = part != nullptr ? part->samples : std::get<Speech>(result).samples;
    // The whole begins with the parts.
    if (part == nullptr)
        samples = samples.subspan(std::min(std::exchange(samplesOfSentence, 0), samples.size()));
    else
        samplesOfSentence += samples.size();
    ExchangeStep step;
    if (!std::exchange(hasHead, true))
    {
        step.head = headFor(wanted);
        if (wanted.isWav)
            step.body = packed(streamedWavHeader());
    }
    spokenSamples += static_cast<std::int64_t>(samples.size());
    step.body += spoken(samples);
    step.awaitsMore = part != nullptr;
    if (part != nullptr)
        return step;
    step.work = nextSentence();
    if (!step.work.has_value() && wanted.isEvents)
        step.body += usageEvent();
    return step;
}

ExchangeStep SpeechExchange::fail(const Error& error) const
{
    if (!hasHead)
        return ExchangeStep::whole(refuseFor(error));
    if (wanted.isEvents)
        return {std::nullopt, serverSentError(error), std::nullopt};
    return {std::nullopt, "", std::nullopt, true};
}

std::string SpeechExchange::spoken(std::span<const std::int16_t> samples) const
{
    static_assert(std::endian::native == std::endian::little, "PCM goes out little-endian");
    if (!wanted.isEvents)
        return packed({reinterpret_cast<const char*>(samples.data()), samples.size_bytes()});
    std::string events;
    while (!samples.empty())
    {
        const auto chunk = samples.first(std::min(samples.size(), samplesPerEvent));
        samples = samples.subspan(chunk.size());
        events += packed({reinterpret_cast<const char*>(chunk.data()), chunk.size_bytes()});
    }
    return events;
}

std::string SpeechExchange::packed(std::string bytes) const
{
    if (!wanted.isEvents)
        return bytes;
    std::string base64;
    audio::appendBase64(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), base64);
    return serverSentEvent({{"type", "speech.audio.delta"}, {"audio", std::move(base64)}});
}

std::string SpeechExchange::usageEvent() const
{
    const auto input = textTokens(wanted.input.size());
    const auto output = spokenTokens(spokenSamples);
    return serverSentEvent(
        {{"type", "speech.audio.done"},
         {"usage", {{"input_tokens", input}, {"output_tokens", output}, {"total_tokens", input + output}}}});
}

} // namespace parley::service
