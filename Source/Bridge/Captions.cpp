// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Captions.h"

#include "Audio/Pcm16.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

std::chrono::milliseconds timeOf(std::uint64_t samples)
{
    return std::chrono::milliseconds(samples * 1000 / static_cast<std::uint64_t>(audio::wireSampleRate));
}

/// Up to the end of the next word: the space in front of a word belongs to it.
std::size_t wordLength(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \n");
    const auto end = begin == std::string_view::npos ? begin : text.find_first_of(" \n", begin);
    return end == std::string_view::npos ? text.size() : end;
}

} // namespace

void Captions::Part::add(std::string_view word, std::uint64_t anchor)
{
    if (waiting.size() < mostWords)
        waiting.push_back({std::string(word), length, anchor});
    else
        waiting.back().text += word;
    length += word.size();
}

void Captions::Part::refine()
{
    if (!samples || !hasAllWords || length == 0)
        return;
    for (auto& word : waiting)
        word.anchor = static_cast<std::uint64_t>(static_cast<double>(*samples) * static_cast<double>(word.offset) /
                                                 static_cast<double>(length));
}

bool Captions::Part::isDue(const Word& word) const
{
    return isHeardToEnd || (heard > 0 && heard >= word.anchor);
}

std::optional<realtime::AnswerCaption> Captions::Part::take()
{
    if (waiting.empty() || !isDue(waiting.front()))
        return std::nullopt;
    // What came late sounds now, not when it came.
    const auto at = std::min(waiting.front().anchor, heard);
    std::string text;
    for (; !waiting.empty() && isDue(waiting.front()); waiting.pop_front())
        text += waiting.front().text;
    return realtime::AnswerCaption{name.responseId, name.itemId, name.contentIndex, std::move(text), timeOf(at)};
}

void Captions::words(const audio::SpeechPart& part, std::string_view text, std::uint64_t samplesReceived)
{
    auto& grown = findOrAdd(part);
    while (!text.empty())
    {
        const auto length = wordLength(text);
        grown.add(text.substr(0, length), samplesReceived);
        text.remove_prefix(length);
    }
}

void Captions::wordsComplete(const audio::SpeechPart& part, std::string_view text)
{
    auto& completed = findOrAdd(part);
    if (completed.length == 0)
        words(part, text, 0);
    completed.hasAllWords = true;
    completed.refine();
}

void Captions::audioComplete(const audio::SpeechPart& part, std::uint64_t samples)
{
    auto* completed = find(part);
    if (completed == nullptr || completed->samples == samples)
        return;
    completed->samples = samples;
    completed->refine();
}

void Captions::heard(const audio::SpeechPart& part, std::uint64_t samples, bool toItsEnd)
{
    // A part without words is kept when it is over, so that words that come later are told at once.
    auto* sounding = toItsEnd ? &findOrAdd(part) : find(part);
    if (sounding == nullptr)
        return;
    sounding->heard = std::max(sounding->heard, samples);
    sounding->isHeardToEnd = sounding->isHeardToEnd || toItsEnd;
}

std::vector<realtime::AnswerCaption> Captions::take()
{
    std::vector<realtime::AnswerCaption> due;
    for (auto& part : parts)
        if (auto caption = part.take())
            due.push_back(std::move(*caption));
    std::erase_if(parts, [](const Part& part) { return part.isHeardToEnd && part.hasAllWords; });
    return due;
}

void Captions::clear()
{
    parts.clear();
}

Captions::Part* Captions::find(const audio::SpeechPart& part)
{
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& one) { return one.name == part; });
    return found == parts.end() ? nullptr : &*found;
}

Captions::Part& Captions::findOrAdd(const audio::SpeechPart& part)
{
    if (auto* known = find(part))
        return *known;
    if (parts.size() == mostParts)
        parts.pop_front();
    return parts.emplace_back(Part{part, {}, 0, {}, 0, false, false});
}

} // namespace parley::bridge
