// SPDX-License-Identifier: Apache-2.0
#include "Service/LongTalk.h"

#include "Service/SpokenWords.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace parley::service
{
namespace
{

using Words = std::vector<PlacedWord>;

/// A longer one is hardly a subject, and would make the first sentence late.
constexpr std::size_t longestSubject = 80;

constexpr std::string_view story =
    "Once there was a small boat that lay in a quiet harbor all winter long. "
    "Every morning the old woman who had built it came down to the water and looked at the sky. "
    "One day in spring the wind turned warm, and she untied the rope and raised the sail. "
    "They went past the lighthouse, past the last rocks, and out to where the waves are long and slow. "
    "When the sun went down, the whole sea was the color of copper, and the first stars came out one by one. "
    "The woman lit a lamp, poured herself some tea, and sang a song that her father had taught her. "
    "Far away another lamp answered, for there was a second boat on its way home. "
    "So the two of them sailed side by side through the night, and talked across the water. "
    "In the morning the harbor was there again, with smoke above the roofs and fresh bread on the table. "
    "That is the end of the story, unless you ask me to begin again.";

bool holds(const Words& words, std::size_t place, std::initializer_list<std::string_view> any)
{
    return place < words.size() && std::ranges::find(any, words[place].word) != any.end();
}

std::size_t behindPoliteness(const Words& words)
{
    std::size_t place = 0;
    while (holds(words, place, {"please", "now", "ok", "okay", "can", "could", "would", "will", "you"}))
        ++place;
    return place;
}

bool asksForStory(const Words& words, std::size_t place)
{
    if (!holds(words, place, {"tell"}))
        return false;
    do
        ++place;
    while (holds(words, place, {"me", "us", "a", "another", "very", "really", "long", "nice", "good"}));
    return holds(words, place, {"story"});
}

/// Where "at length" or "for a minute" begins; the end when nothing like it is there.
std::size_t placeOfLength(const Words& words, std::size_t place)
{
    for (; place < words.size(); ++place)
    {
        if (holds(words, place, {"at"}) && holds(words, place + 1, {"length"}))
            break;
        if (!holds(words, place, {"for"}))
            continue;
        auto behind = place + 1;
        while (holds(words, behind, {"about", "a", "one", "two", "at", "least", "whole", "long", "full"}))
            ++behind;
        if (holds(words, behind, {"minute", "minutes", "while", "time"}))
            break;
    }
    return place;
}

bool asksToTalk(const Words& words, std::size_t place)
{
    if (!holds(words, place, {"talk", "speak"}))
        return false;
    ++place;
    if (holds(words, place, {"to", "with"}) && holds(words, place + 1, {"me", "us"}))
        place += 2;
    return holds(words, place, {"at", "for", "about"}) && placeOfLength(words, place) < words.size();
}

/// What stands behind "about", up to the end of the sentence or to how long the talk shall be.
std::string subjectIn(std::string_view said, const Words& words)
{
    std::size_t first = 0;
    while (first < words.size() && (!holds(words, first, {"about"}) || (first > 0 && holds(words, first - 1, {"for"}))))
        ++first;
    auto end = placeOfLength(words, ++first);
    while (end > first && holds(words, end - 1, {"please"}))
        --end;
    if (first >= end)
        return {};
    const auto subject = said.substr(words[first].begin, words[end - 1].end - words[first].begin);
    const auto sentence = subject.substr(0, subject.find_first_of(".!?;\n"));
    return sentence.size() > longestSubject ? "" : std::string(sentence);
}

} // namespace

std::optional<std::string> longTalkFor(std::string_view said)
{
    const auto words = placedWordsOf(said);
    const auto place = behindPoliteness(words);
    if (!asksForStory(words, place) && !asksToTalk(words, place))
        return std::nullopt;
    const auto subject = subjectIn(said, words);
    const auto opening = subject.empty() ? "Here is the longest story that I know. "
                                         : "I would gladly talk about " + subject + ", but I know one story only. ";
    return opening + std::string(story);
}

} // namespace parley::service
