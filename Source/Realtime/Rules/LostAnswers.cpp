// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/LostAnswers.h"

#include <algorithm>

namespace parley::realtime
{

LostAnswers::Answer& LostAnswers::of(const std::string& responseId)
{
    const auto found = std::find_if(answers.rbegin(), answers.rend(),
                                    [&](const auto& answer) { return answer.responseId == responseId; });
    if (found != answers.rend())
        return *found;
    if (answers.size() == most)
        answers.pop_front();
    return answers.emplace_back(Answer{responseId, {}});
}

void LostAnswers::forgetPast()
{
    std::erase_if(answers, [](const auto& answer) { return answer.hasEnded && !answer.hasSpeech; });
}

void LostAnswers::itemArrived(const std::string& responseId, const std::string& itemId)
{
    auto& items = of(responseId).items;
    if (!itemId.empty() && items.size() < mostItems && std::ranges::find(items, itemId) == items.end())
        items.push_back(itemId);
}

void LostAnswers::textShown(const std::string& responseId)
{
    of(responseId).isNoticed = true;
}

void LostAnswers::speechArrived(const std::string& responseId)
{
    of(responseId).hasSpeech = true;
}

void LostAnswers::playbackStarted(const std::string& responseId)
{
    of(responseId).isNoticed = true;
}

void LostAnswers::playbackFinished(const std::string& responseId)
{
    of(responseId).hasSpeech = false;
    forgetPast();
}

void LostAnswers::silenced()
{
    for (auto& answer : answers)
        answer.hasSpeech = false;
    forgetPast();
}

void LostAnswers::ended(const std::string& responseId)
{
    of(responseId).hasEnded = true;
    forgetPast();
}

LostAnswers::Verdict LostAnswers::lost(const std::set<std::string>& active,
                                       const std::function<bool(const std::string&)>& isUnwanted)
{
    Verdict verdict;
    bool otherSounds = false;
    const auto isAgain = [&](const Answer& answer)
    { return active.contains(answer.responseId) && !answer.isNoticed && !isUnwanted(answer.responseId); };
    for (const auto& responseId : active)
        if (isAgain(of(responseId)))
            verdict.again.push_back(responseId);
    for (const auto& answer : answers)
    {
        otherSounds = otherSounds || (answer.hasSpeech && !isAgain(answer));
        if (!isAgain(answer))
            continue;
        verdict.silences = verdict.silences || answer.hasSpeech;
        verdict.items.insert(verdict.items.end(), answer.items.begin(), answer.items.end());
    }
    if (verdict.silences && otherSounds)
        verdict = {};
    for (auto& answer : answers)
        answer.hasEnded = true;
    forgetPast();
    return verdict;
}

} // namespace parley::realtime
