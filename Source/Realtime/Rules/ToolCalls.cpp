// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/ToolCalls.h"

#include <algorithm>
#include <locale>
#include <sstream>
#include <utility>

namespace parley::realtime
{
namespace
{

constexpr std::size_t mostSeen = 4096;

} // namespace

bool ToolCalls::isNew(const std::string& callId)
{
    if (std::find(seen.rbegin(), seen.rend(), callId) != seen.rend())
        return false;
    seen.push_back(callId);
    if (seen.size() > mostSeen)
        seen.pop_front();
    return true;
}

void ToolCalls::arrived(const std::string& responseId)
{
    ++groups[responseId].unanswered;
}

std::chrono::milliseconds ToolCalls::patience(const ToolJob& job)
{
    return job.tool != nullptr ? job.tool->deadline : Tool{}.deadline;
}

ToolJob ToolCalls::start(Open call, Time now)
{
    call.awaitsUser = false;
    call.job.id = ++lastJob;
    call.job.call.deadline = now + patience(call.job);
    return open.emplace(call.job.id, std::move(call)).first->second.job;
}

std::optional<ToolCalls::Open> ToolCalls::finish(std::uint64_t job)
{
    auto found = open.extract(job);
    if (found.empty())
    {
        ++late;
        return std::nullopt;
    }
    return std::move(found.mapped());
}

std::optional<ToolCalls::Open> ToolCalls::finishOwn(const std::string& callId)
{
    const auto found = std::find_if(
        open.begin(), open.end(),
        [&](const auto& one) { return isAnsweredByProgram(one.second.job) && one.second.job.call.callId == callId; });
    if (found == open.end())
    {
        ++late;
        return std::nullopt;
    }
    auto call = std::move(found->second);
    open.erase(found);
    return call;
}

void ToolCalls::park(Open call)
{
    call.awaitsUser = true;
    call.job.id = ++lastJob;
    open.emplace(call.job.id, std::move(call));
}

std::optional<ToolCalls::Open> ToolCalls::unpark(const std::string& callId)
{
    const auto found =
        std::find_if(open.begin(), open.end(),
                     [&](const auto& one) { return one.second.awaitsUser && one.second.job.call.callId == callId; });
    if (found == open.end())
        return std::nullopt;
    auto call = std::move(found->second);
    open.erase(found);
    return call;
}

std::vector<ToolCalls::Open> ToolCalls::expire(Time now)
{
    std::vector<Open> expired;
    for (auto one = open.begin(); one != open.end();)
    {
        if (one->second.awaitsUser || one->second.job.call.deadline > now)
        {
            ++one;
            continue;
        }
        expired.push_back(std::move(one->second));
        one = open.erase(one);
    }
    return expired;
}

std::optional<ToolCalls::Time> ToolCalls::deadline() const
{
    std::optional<Time> first;
    for (const auto& [id, call] : open)
        if (!call.awaitsUser)
            first = std::min(first.value_or(call.job.call.deadline), call.job.call.deadline);
    return first;
}

void ToolCalls::answered(const std::string& responseId, bool isBackground)
{
    const auto group = groups.find(responseId);
    if (group == groups.end())
        return;
    if (group->second.unanswered > 0)
        --group->second.unanswered;
    group->second.wantsAnswer = group->second.wantsAnswer || !isBackground;
    settle(group);
}

void ToolCalls::responseDone(const std::string& responseId, bool isCut)
{
    const auto group = groups.find(responseId);
    if (group == groups.end())
        return;
    group->second.isDone = true;
    group->second.isCut = isCut;
    settle(group);
}

void ToolCalls::wanted(const std::string& responseId)
{
    if (const auto group = groups.find(responseId); group != groups.end())
        group->second.isCut = false;
}

void ToolCalls::settle(std::map<std::string, Group>::iterator group)
{
    const auto& state = group->second;
    if (!state.isDone || state.unanswered > 0)
        return;
    if (state.wantsAnswer && !state.isCut)
        ++due;
    groups.erase(group);
}

bool ToolCalls::isRunning() const
{
    return std::ranges::any_of(open, [](const auto& one) { return !one.second.awaitsUser; });
}

void ToolCalls::connectionLost()
{
    for (auto group = groups.begin(); group != groups.end();)
    {
        const auto next = std::next(group);
        group->second.isDone = true;
        settle(group);
        group = next;
    }
}

bool ToolCalls::takeDue()
{
    if (due == 0)
        return false;
    --due;
    return true;
}

std::vector<std::uint64_t> ToolCalls::stopAll()
{
    std::vector<std::uint64_t> running;
    for (const auto& [id, call] : open)
        if (!call.awaitsUser)
            running.push_back(id);
    open.clear();
    groups.clear();
    due = 0;
    return running;
}

namespace toolAnswer
{

std::string unknown(const std::string& tool)
{
    return "Error: there is no tool named '" + tool + "'. Use only the tools you were given.";
}

std::string nobodyThere(const std::string& agent)
{
    return "Error: '" + agent + "' is not there any more. Go on yourself.";
}

std::string disabled(const std::string& tool)
{
    return "Error: the tool '" + tool + "' is not available now.";
}

std::string badArguments(const std::string& tool)
{
    return "Error: the arguments of '" + tool + "' are not a JSON object. Call it again with valid arguments.";
}

std::string timedOut(const std::string& tool, std::chrono::milliseconds after)
{
    std::ostringstream seconds;
    seconds.imbue(std::locale::classic());
    seconds << std::chrono::duration<double>(after).count();
    return "Tool '" + tool + "' timed out after " + seconds.str() + " s.";
}

std::string failed(const std::string& tool, const std::string& reason)
{
    return "Error: the tool '" + tool + "' failed: " + reason;
}

std::string tooMany(const std::string& tool)
{
    return "Error: too many tools are running, so '" + tool + "' was not started. Try again in a moment.";
}

std::string interrupted(const std::string& tool)
{
    return "The tool '" + tool + "' was not run, because the answer was interrupted.";
}

std::string limited(std::string output)
{
    if (output.size() <= longest)
        return output;
    const auto note = "\n[Cut: the whole output has " + std::to_string(output.size()) + " bytes.]";
    auto length = longest - note.size();
    while (length > 0 && (static_cast<unsigned char>(output[length]) & 0xC0U) == 0x80U)
        --length;
    output.resize(length);
    return output += note;
}

} // namespace toolAnswer

} // namespace parley::realtime
