// SPDX-License-Identifier: GPL-3.0-or-later
#include "Latency.h"

#include "Loudness.h"
#include "SpeechActivity.h"

#include <algorithm>

namespace parley::host
{

namespace
{

std::optional<HeardAnswer> answerTo(double endOfSpeechMs, std::optional<double> nextTurnMs, const Take& take,
                                    const SpeechActivity& voice)
{
    const auto frame = firstLoudFrame(take.output, gainOfDb(audibleDb), take.frameOf(endOfSpeechMs));
    if (!frame || (nextTurnMs && take.msOf(*frame) >= *nextTurnMs))
        return std::nullopt;
    const auto word = voice.firstFrame(*frame);
    const bool isOfThisAnswer = word && (!nextTurnMs || take.msOf(*word) < *nextTurnMs);
    return HeardAnswer{endOfSpeechMs, take.msOf(*frame),
                       isOfThisAnswer ? std::optional(take.msOf(*word)) : std::nullopt};
}

std::optional<Spread> captureToWireOfTurn(const RecordedEvent& event)
{
    const auto found = event.event.find("capture_to_wire_ms");
    if (event.from != Speaker::parley || event.type() != "latency" || found == event.event.end() || !found->is_object())
        return std::nullopt;
    const RecordedEvent figures{event.ms, event.from, *found};
    if (figures.number("count") < 1)
        return std::nullopt;
    return Spread{static_cast<int>(figures.number("count")), figures.number("median"), figures.number("max")};
}

std::optional<Spread> captureToWireOf(std::span<const RecordedEvent> events)
{
    std::vector<Spread> turns;
    for (const auto& event : events)
        if (const auto turn = captureToWireOfTurn(event))
            turns.push_back(*turn);
    return together(std::move(turns));
}

std::optional<Spread> wireToOutputOf(std::span<const RecordedEvent> events)
{
    std::vector<double> values;
    for (const auto& event : events)
        if (event.from == Speaker::parley && event.type() == "playback.started" &&
            event.number("wire_to_output_ms", -1) >= 0)
            values.push_back(event.number("wire_to_output_ms"));
    return spreadOf(std::move(values));
}

} // namespace

std::optional<Spread> spreadOf(std::vector<double> values)
{
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    const auto median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    return Spread{static_cast<int>(values.size()), median, values.back()};
}

std::optional<Spread> together(std::vector<Spread> spreads)
{
    if (spreads.empty())
        return std::nullopt;
    std::ranges::sort(spreads, {}, &Spread::medianMs);
    Spread all;
    for (const auto& spread : spreads)
    {
        all.count += spread.count;
        all.maxMs = std::max(all.maxMs, spread.maxMs);
    }
    int passed = 0;
    for (const auto& spread : spreads)
        if (2 * passed < all.count)
        {
            all.medianMs = spread.medianMs;
            passed += spread.count;
        }
    return all;
}

void narrowToSpeech(std::vector<Turn>& turns, const Take& take)
{
    const SpeechActivity activity(take.input, take.sampleRate);
    for (auto& turn : turns)
    {
        if (turn.role != TurnRole::user || !turn.startMs)
            continue;
        const auto first = activity.firstFrame(take.frameOf(*turn.startMs));
        const auto last = activity.lastFrame(turn.endMs ? take.frameOf(*turn.endMs) : take.input.size());
        if (!first || !last || *first > *last)
            continue;
        turn.startMs = take.msOf(*first);
        turn.endMs = take.msOf(*last);
    }
}

std::vector<HeardAnswer> heardAnswers(std::span<const Turn> turns, const Take& take)
{
    std::vector<const Turn*> spoken;
    for (const auto& turn : turns)
        if (turn.role == TurnRole::user && turn.startMs && turn.endMs)
            spoken.push_back(&turn);
    const SpeechActivity voice(take.output, take.sampleRate);
    std::vector<HeardAnswer> answers;
    const auto add = [&](std::optional<HeardAnswer> answer)
    {
        if (answer)
            answers.push_back(*answer);
    };
    for (std::size_t index = 0; index < spoken.size(); ++index)
    {
        const auto next = index + 1 < spoken.size() ? spoken[index + 1]->startMs : std::nullopt;
        add(answerTo(*spoken[index]->endMs, next, take, voice));
    }
    if (spoken.empty())
        if (const auto last = SpeechActivity(take.input, take.sampleRate).lastFrame(take.input.size()))
            add(answerTo(take.msOf(*last), std::nullopt, take, voice));
    return answers;
}

Latency measureLatency(std::span<const Turn> turns, const Take& take, std::span<const RecordedEvent> events)
{
    Latency latency;
    latency.answers = heardAnswers(turns, take);
    std::vector<double> heard;
    std::vector<double> words;
    for (const auto& answer : latency.answers)
    {
        heard.push_back(answer.latencyMs());
        if (answer.firstWordMs)
            words.push_back(*answer.firstWordMs - answer.endOfSpeechMs);
    }
    latency.endOfSpeechToAudible = spreadOf(std::move(heard));
    latency.endOfSpeechToWord = spreadOf(std::move(words));
    latency.captureToWire = captureToWireOf(events);
    latency.wireToOutput = wireToOutputOf(events);
    return latency;
}

} // namespace parley::host
