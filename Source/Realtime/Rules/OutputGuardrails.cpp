// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/OutputGuardrails.h"

#include "Base/Detail/Characters.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{

std::size_t OutputGuardrails::Watched::length() const
{
    std::size_t sum = 0;
    for (const auto& [id, words] : items)
        sum += words.size();
    return sum;
}

std::size_t OutputGuardrails::Watched::unfinished() const
{
    return items.empty() ? 0 : items.back().second.size() - lengthOfWholeWords(items.back().second);
}

std::string OutputGuardrails::Watched::text() const
{
    std::string all;
    for (const auto& [id, words] : items)
        all += (all.empty() || words.empty() ? "" : " ") + words;
    return all;
}

std::string& OutputGuardrails::Watched::item(const std::string& id)
{
    const auto found = std::ranges::find(items, id, &std::pair<std::string, std::string>::first);
    return found != items.end() ? found->second : items.emplace_back(id, std::string()).second;
}

void OutputGuardrails::begin(const std::string& responseId, const std::string& agent,
                             std::vector<OutputGuardrail> guardrails)
{
    if (guardrails.empty())
        return;
    Watched response;
    response.agent = agent;
    response.guardrails = std::move(guardrails);
    watched.insert_or_assign(responseId, std::move(response));
}

void OutputGuardrails::grew(const std::string& responseId, const std::string& itemId, const std::string& delta)
{
    if (const auto found = watched.find(responseId); found != watched.end())
        found->second.item(itemId) += delta;
}

void OutputGuardrails::itemIs(const std::string& responseId, const std::string& itemId, const std::string& text)
{
    if (const auto found = watched.find(responseId); found != watched.end())
        if (auto& known = found->second.item(itemId); known.size() < text.size())
            known = text;
}

void OutputGuardrails::complete(const std::string& responseId, bool isCut)
{
    if (const auto found = watched.find(responseId); found != watched.end())
    {
        found->second.isComplete = true;
        found->second.isCut = isCut;
    }
}

std::vector<GuardrailJob> OutputGuardrails::takeJobs(Time now)
{
    std::vector<GuardrailJob> jobs;
    for (auto& [id, response] : watched)
        if (auto job = look(response, now))
            jobs.push_back(std::move(*job));
    return jobs;
}

std::optional<GuardrailJob> OutputGuardrails::look(Watched& response, Time now)
{
    if (response.job != 0 || response.allPassed)
        return std::nullopt;
    const auto length = response.length();
    if (response.isComplete && length == 0)
        response.allPassed = true;
    const auto step = std::max<std::size_t>(settings.debounceCharacters, 1);
    const auto isDue = [&](std::size_t upTo)
    { return response.isComplete ? upTo > 0 : upTo / step > response.lookedAt / step; };
    if (!isDue(length))
        return std::nullopt;
    const auto unfinished = response.isComplete ? 0 : response.unfinished();
    if (!isDue(length - unfinished))
        return std::nullopt;
    response.job = ++lastJob;
    response.jobIsLast = response.isComplete;
    response.lookedAt = length - unfinished;
    response.due = now + settings.deadline;
    auto text = response.text();
    text.resize(text.size() - unfinished);
    return GuardrailJob{
        response.job, {response.agent, std::move(text), response.isComplete, {}, response.due}, response.guardrails};
}

std::map<std::string, OutputGuardrails::Watched>::iterator OutputGuardrails::withJob(std::uint64_t job)
{
    return std::ranges::find_if(watched, [job](const auto& one) { return one.second.job == job; });
}

void OutputGuardrails::pass(Watched& response)
{
    response.job = 0;
    response.passed = response.lookedAt;
    response.allPassed = response.jobIsLast;
}

std::optional<OutputGuardrails::Trip> OutputGuardrails::finish(std::uint64_t job, const GuardrailFinding& finding)
{
    const auto found = job == 0 ? watched.end() : withJob(job);
    if (found == watched.end())
        return std::nullopt;
    if (finding.guardrail.empty())
    {
        pass(found->second);
        return std::nullopt;
    }
    Trip trip{found->first, found->second.agent, finding.guardrail, finding.reason, found->second.isCut, {}};
    for (auto& one : found->second.held)
        trip.withheld.push_back(std::move(one.chunk));
    watched.erase(found);
    return trip;
}

std::size_t OutputGuardrails::expire(Time now)
{
    std::size_t expired = 0;
    for (auto& [id, response] : watched)
        if (response.job != 0 && response.due <= now)
        {
            stopped.push_back(response.job);
            pass(response);
            ++expired;
        }
    return expired;
}

std::vector<std::uint64_t> OutputGuardrails::takeStopped()
{
    return std::exchange(stopped, {});
}

std::optional<OutputGuardrails::Time> OutputGuardrails::deadline() const
{
    std::optional<Time> first;
    for (const auto& [id, response] : watched)
        if (response.job != 0)
            first = std::min(first.value_or(response.due), response.due);
    return first;
}

bool OutputGuardrails::holds(const std::string& responseId) const
{
    return settings.holdsBackAudio && watched.contains(responseId);
}

OutputGuardrails::Held OutputGuardrails::hold(SpeechChunk chunk)
{
    auto& response = watched.at(chunk.part.responseId);
    response.heldSamples += chunk.samples.size();
    if (response.heldSamples > mostHeldSamples)
        return Held::tooMuch;
    const auto length = response.length();
    response.held.push_back({std::move(chunk), length});
    return Held::yes;
}

OutputGuardrails::Released OutputGuardrails::release()
{
    Released released;
    for (auto one = watched.begin(); one != watched.end();)
    {
        auto& response = one->second;
        // A piece may come before its own words, so that only words behind it show that it was looked at.
        while (!response.held.empty() && (response.allPassed || response.passed > response.held.front().textLength))
        {
            response.heldSamples -= response.held.front().chunk.samples.size();
            released.speech.push_back(std::move(response.held.front().chunk));
            response.held.pop_front();
        }
        if (!response.allPassed)
        {
            ++one;
            continue;
        }
        if (settings.holdsBackAudio)
            released.completed.push_back(one->first);
        one = watched.erase(one);
    }
    return released;
}

std::vector<SpeechChunk> OutputGuardrails::discardHeld()
{
    std::vector<SpeechChunk> discarded;
    for (auto& [id, response] : watched)
    {
        for (auto& one : std::exchange(response.held, {}))
            discarded.push_back(std::move(one.chunk));
        response.heldSamples = 0;
    }
    return discarded;
}

std::vector<std::string> OutputGuardrails::reset()
{
    std::vector<std::string> ended;
    for (const auto& [responseId, one] : watched)
    {
        ended.push_back(responseId);
        if (one.job != 0)
            stopped.push_back(one.job);
    }
    watched.clear();
    return ended;
}

} // namespace parley::realtime
