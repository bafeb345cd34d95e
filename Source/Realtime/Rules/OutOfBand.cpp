// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/OutOfBand.h"

#include "Realtime/ResponseQueue.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parley::realtime
{
namespace
{

template <typename Kept>
void keep(std::list<Kept>& all, Kept one)
{
    all.push_back(std::move(one));
    if (all.size() > OutOfBand::mostKept)
        all.pop_front();
}

} // namespace

wire::ClientEvent OutOfBand::request(wire::Json response, const std::string& tag)
{
    if (!response.is_object())
        response = wire::Json::object();
    response["conversation"] = "none";
    ResponseQueue::putTag(response, tag);
    keep(asked, tag);
    return {wire::ResponseCreate{std::move(response)}, tag};
}

bool OutOfBand::created(const wire::ResponseCreated& event)
{
    const auto tag = ResponseQueue::tagOf(event.response);
    const bool isOurs = !tag.empty() && std::erase(asked, tag) > 0;
    const auto conversation =
        event.response.is_object() ? event.response.find("conversation_id") : event.response.end();
    const bool isSaid = event.response.is_object() && conversation != event.response.end() && conversation->is_null();
    if (!isOurs && !isSaid)
        return false;
    keep(known, Running{event.responseId, isOurs ? tag : std::string()});
    return true;
}

void OutOfBand::refused(const std::string& clientEventId)
{
    std::erase(asked, clientEventId);
}

bool OutOfBand::holds(const std::string& responseId) const
{
    return std::ranges::any_of(known, [&](const Running& one) { return one.responseId == responseId; });
}

std::string OutOfBand::requestOf(const std::string& responseId) const
{
    const auto found = std::ranges::find(known, responseId, &Running::responseId);
    return found == known.end() ? std::string() : found->tag;
}

void OutOfBand::done(const std::string& responseId)
{
    for (auto& one : known)
        if (one.responseId == responseId)
            one.hasEnded = true;
}

std::vector<OutOfBand::Running> OutOfBand::underWay() const
{
    std::vector<Running> running;
    std::ranges::copy_if(known, std::back_inserter(running), [](const Running& one) { return !one.hasEnded; });
    return running;
}

void OutOfBand::reset()
{
    asked.clear();
    known.clear();
}

} // namespace parley::realtime
