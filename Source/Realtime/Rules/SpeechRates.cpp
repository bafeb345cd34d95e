// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SpeechRates.h"

#include "Audio/Pcm16.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{

SpeechFormats SpeechFormats::fromSession(const wire::Json& session, const SpeechFormats& otherwise)
{
    const auto& audio = wire::objectField(session, "audio");
    const auto formatOf = [&](const char* side)
    { return wire::audioFormatFrom(wire::objectField(wire::objectField(audio, side), "format")); };
    return {formatOf("input").value_or(otherwise.input), formatOf("output").value_or(otherwise.output)};
}

void SpeechRates::use(const SpeechFormats& formats)
{
    if (formats == used)
        return;
    used = formats;
    forgetInput();
    speaking.clear();
}

std::optional<wire::InputAudioAppend> SpeechRates::toWire(std::vector<std::int16_t> samples)
{
    if (samples.empty() || used.input == wire::AudioFormat::pcm)
        return samples.empty() ? std::nullopt : std::optional(wire::InputAudioAppend{std::move(samples), used.input});
    if (!input)
        input.emplace(audio::wireSampleRate, wire::sampleRate(used.input));
    auto converted = input->process(samples);
    if (converted.empty())
        return std::nullopt;
    return wire::InputAudioAppend{std::move(converted), used.input};
}

std::optional<wire::InputAudioAppend> SpeechRates::finishInput()
{
    auto rest = input ? input->finish() : std::vector<std::int16_t>();
    if (rest.empty())
        return std::nullopt;
    return wire::InputAudioAppend{std::move(rest), used.input};
}

void SpeechRates::forgetInput()
{
    input.reset();
}

std::vector<std::int16_t> SpeechRates::fromWire(const audio::SpeechPart& part, std::vector<std::int16_t> samples)
{
    if (used.output == wire::AudioFormat::pcm)
        return samples;
    auto found = std::ranges::find(speaking, part, &Speaking::part);
    if (found == speaking.end())
    {
        if (speaking.size() == mostParts)
            speaking.pop_front();
        speaking.push_back({part, audio::RateConverter(wire::sampleRate(used.output), audio::wireSampleRate)});
        found = std::prev(speaking.end());
    }
    return found->converter.process(samples);
}

std::optional<SpeechRates::Rest> SpeechRates::finishOutput(const audio::SpeechPart& part)
{
    const auto found = std::ranges::find(speaking, part, &Speaking::part);
    if (found == speaking.end())
        return std::nullopt;
    Rest rest{part, found->converter.finish()};
    speaking.erase(found);
    return rest.samples.empty() ? std::nullopt : std::optional(std::move(rest));
}

std::vector<SpeechRates::Rest> SpeechRates::finishOutput(const std::string& responseId)
{
    std::vector<Rest> rests;
    for (auto at = speaking.begin(); at != speaking.end();)
    {
        const auto next = std::next(at);
        if (at->part.responseId == responseId)
            if (auto rest = finishOutput(audio::SpeechPart(at->part)))
                rests.push_back(std::move(*rest));
        at = next;
    }
    return rests;
}

} // namespace parley::realtime
