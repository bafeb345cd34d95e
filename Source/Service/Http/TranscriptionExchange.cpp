// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/TranscriptionExchange.h"

#include "Audio/Pcm16.h"
#include "Service/Http/ServerSentEvents.h"
#include "Service/Sentences.h"
#include "Service/SpeechPieces.h"
#include "Service/TranscriptUsage.h"

#include <utility>

namespace parley::service
{

TranscriptionExchange::TranscriptionExchange(TranscriptionRequest request)
    : wanted(std::move(request))
{
}

ExchangeStep TranscriptionExchange::begin()
{
    return {std::nullopt, "", std::exchange(wanted.file, {})};
}

ExchangeStep TranscriptionExchange::take(EngineResult result)
{
    if (const auto* error = std::get_if<Error>(&result))
        return fail(*error);
    if (isPart(result))
        return ExchangeStep::more();
    if (auto* speech = std::get_if<Speech>(&result))
    {
        samples = std::move(speech->samples);
        transcript.samples = static_cast<std::int64_t>(samples.size());
        return recogniseNext("");
    }
    auto body = append(std::get<Transcript>(result).words);
    pieceBegin = pieceEnd;
    return recogniseNext(std::move(body));
}

ExchangeStep TranscriptionExchange::fail(const Error& error) const
{
    if (!hasHead)
        return ExchangeStep::whole(refuseFor(error));
    return {std::nullopt, serverSentError(error), std::nullopt};
}

std::string TranscriptionExchange::append(const std::vector<TimedWord>& words)
{
    if (words.empty())
        return {};
    const bool isFirst = transcript.segments.empty();
    const auto offset = static_cast<double>(pieceBegin) / audio::wireSampleRate;
    auto& segment = transcript.segments.emplace_back();
    for (const auto& word : words)
        segment.words.push_back({word.text, word.startSeconds + offset, word.endSeconds + offset});
    if (!wanted.isStreamed)
        return {};
    std::string events;
    for (const auto& word : splitWords((isFirst ? "" : " ") + textOf(segment.words)))
        events += serverSentEvent({{"type", "transcript.text.delta"}, {"delta", word}});
    if (wanted.format == TranscriptFormat::diarizedJson)
        events += serverSentEvent(toSpeakerSegment(segment, transcript.segments.size() - 1));
    return events;
}

ExchangeStep TranscriptionExchange::recogniseNext(std::string body)
{
    const auto rest = std::span<const std::int16_t>(samples).subspan(pieceBegin);
    if (rest.empty())
        return finish(std::move(body));
    const auto count = firstPiece(rest, audio::wireSampleRate);
    pieceEnd = pieceBegin + count;
    ExchangeStep step;
    if (wanted.isStreamed && !std::exchange(hasHead, true))
        step.head = eventStreamHead();
    step.body = std::move(body);
    step.work = RecogniseJob{{rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count)}, wanted.phrases};
    return step;
}

ExchangeStep TranscriptionExchange::finish(std::string body) const
{
    if (!wanted.isStreamed)
        return ExchangeStep::whole(wholeAnswer());
    ExchangeStep step;
    if (!hasHead)
        step.head = eventStreamHead();
    const auto text = transcript.text();
    step.body = std::move(body) + serverSentEvent({{"type", "transcript.text.done"},
                                                   {"text", text},
                                                   {"usage", tokenUsage(transcript.samples, text)}});
    return step;
}

PlainAnswer TranscriptionExchange::wholeAnswer() const
{
    switch (wanted.format)
    {
    case TranscriptFormat::text:
        return {200, transcript.text() + "\n", "text/plain; charset=utf-8"};
    case TranscriptFormat::srt:
        return {200, toSrt(transcript), "text/plain; charset=utf-8"};
    case TranscriptFormat::vtt:
        return {200, toVtt(transcript), "text/vtt; charset=utf-8"};
    case TranscriptFormat::verboseJson:
        return {200, toVerboseJson(transcript, wanted.temperature, wanted.wantsWords, wanted.wantsSegments).dump(),
                "application/json"};
    case TranscriptFormat::diarizedJson:
        return {200, toDiarizedJson(transcript, wanted.model).dump(), "application/json"};
    case TranscriptFormat::json:
        break;
    }
    return {200, toJson(transcript, wanted.model).dump(), "application/json"};
}

} // namespace parley::service
