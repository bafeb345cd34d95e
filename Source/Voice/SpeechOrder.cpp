// SPDX-License-Identifier: Apache-2.0
#include "Voice/SpeechOrder.h"

#include "Voice/VoiceLimits.h"

#include <algorithm>
#include <utility>

namespace parley::voice
{

void SpeechOrder::add(std::string sentence)
{
    sentences.push_back({nextId++, std::move(sentence)});
}

std::vector<SpeechOrder::Started> SpeechOrder::start(std::size_t mostInFlight)
{
    auto under = inFlight().size();
    std::vector<Started> started;
    for (auto& sentence : sentences)
    {
        if (sentence.state != State::waiting)
            continue;
        if (under >= mostInFlight)
            break;
        sentence.state = State::inFlight;
        started.push_back({sentence.id, sentence.text});
        ++under;
    }
    return started;
}

void SpeechOrder::speech(std::uint64_t id, std::span<const std::int16_t> samples)
{
    if (auto* sentence = find(id); sentence != nullptr && sentence->state == State::inFlight)
        sentence->held.insert(sentence->held.end(), samples.begin(), samples.end());
}

void SpeechOrder::ended(std::uint64_t id)
{
    if (auto* sentence = find(id))
        sentence->state = State::done;
}

std::vector<SpeechOrder::Piece> SpeechOrder::take()
{
    std::vector<Piece> pieces;
    while (!sentences.empty())
    {
        auto& first = sentences.front();
        const bool isDone = first.state == State::done;
        if (!first.held.empty() && (isDone || first.held.size() >= leastPieceSamples))
            pieces.push_back(
                {std::exchange(first.isTold, true) ? std::string() : first.text, std::exchange(first.held, {})});
        if (!isDone)
            break;
        sentences.pop_front();
    }
    return pieces;
}

SpeechOrder::Sentence* SpeechOrder::find(std::uint64_t id)
{
    const auto found = std::ranges::find(sentences, id, &Sentence::id);
    return found == sentences.end() ? nullptr : &*found;
}

bool SpeechOrder::isInFlight(std::uint64_t id) const
{
    return std::ranges::any_of(sentences, [&](const Sentence& sentence)
                               { return sentence.id == id && sentence.state == State::inFlight; });
}

std::vector<std::uint64_t> SpeechOrder::inFlight() const
{
    std::vector<std::uint64_t> ids;
    for (const auto& sentence : sentences)
        if (sentence.state == State::inFlight)
            ids.push_back(sentence.id);
    return ids;
}

} // namespace parley::voice
