// SPDX-License-Identifier: Apache-2.0
#include "Realtime/ResponseQueue.h"

#include "Wire/Detail/JsonFields.h"

namespace parley::realtime
{
namespace
{

constexpr const char* tagKey = "parley_request";

bool isOutOfBand(const wire::Json& response)
{
    const auto& conversation = wire::objectField(response, "conversation_id");
    return response.is_object() && response.contains("conversation_id") && conversation.is_null();
}

} // namespace

void ResponseQueue::putTag(wire::Json& response, const std::string& tag)
{
    auto& metadata = response["metadata"];
    if (!metadata.is_object())
        metadata = wire::Json::object();
    metadata[tagKey] = tag;
}

std::string ResponseQueue::tagOf(const wire::Json& response)
{
    return wire::textField(wire::objectField(response, "metadata"), tagKey);
}

void ResponseQueue::request(wire::Json overrides)
{
    const bool isPlain = overrides.is_null();
    if (isPlain && !queue.empty() && queue.back().overrides.is_null())
        return;
    queue.push_back({std::move(overrides), newTag()});
}

std::string ResponseQueue::newTag()
{
    return "parley_response_" + std::to_string(++lastTag);
}

std::optional<wire::ClientEvent> ResponseQueue::next(Time now)
{
    blockedSince = blockedByUnknownResponse ? blockedSince.value_or(now) : std::optional<Time>();
    if (inFlight || !activeResponses.empty() || blockedByUnknownResponse || queue.empty())
        return std::nullopt;
    inFlight = InFlight{std::move(queue.front()), now};
    queue.pop_front();
    auto response = inFlight->request.overrides.is_object() ? inFlight->request.overrides : wire::Json::object();
    putTag(response, inFlight->request.tag);
    return wire::ClientEvent{wire::ResponseCreate{std::move(response)}, inFlight->request.tag};
}

void ResponseQueue::abandonInFlight() noexcept
{
    if (inFlight)
        inFlight->isAbandoned = true;
}

bool ResponseQueue::created(const wire::ResponseCreated& event)
{
    const bool isAbandoned = inFlight && inFlight->isAbandoned;
    auto ours = takeUp(event.response);
    const bool isOurs = ours.has_value();
    if (!isOutOfBand(event.response))
    {
        blockedByUnknownResponse = false;
        blockedSince.reset();
        activeResponses.insert(event.responseId);
        foreignExpected = foreignExpected && isOurs;
        if (isOurs && !ours->overrides.is_null())
            activeOverrides[event.responseId] = std::move(ours->overrides);
    }
    return isOurs && isAbandoned;
}

/// What we asked for when the response is ours; nothing is in flight then any more.
std::optional<ResponseQueue::Request> ResponseQueue::takeUp(const wire::Json& response)
{
    if (!inFlight)
        return std::nullopt;
    const auto tag = tagOf(response);
    // A service that does not echo metadata is credited with our create, unless it owes a response to speech.
    const bool isCredited = tag.empty() && !foreignExpected && !isOutOfBand(response);
    if (tag != inFlight->request.tag && !isCredited)
        return std::nullopt;
    auto request = std::move(inFlight->request);
    inFlight.reset();
    return request;
}

void ResponseQueue::done(const std::string& responseId)
{
    activeResponses.erase(responseId);
    activeOverrides.erase(responseId);
    blockedByUnknownResponse = false;
    blockedSince.reset();
}

ResponseQueue::Verdict ResponseQueue::failed(const wire::ServerError& error)
{
    if (!inFlight)
        return Verdict::notOurs;
    const bool namesOurs = error.clientEventId == inFlight->request.tag;
    const bool isBusy = error.code == "conversation_already_has_active_response";
    // A refusal that names no event is ours when it speaks of a create.
    const bool isAboutCreate = error.param.starts_with("response") ||
                               error.code.find("response_create") != std::string::npos ||
                               error.message.find("response.create") != std::string::npos;
    if (!namesOurs && !((isBusy || isAboutCreate) && error.clientEventId.empty()))
        return Verdict::notOurs;
    if (isBusy && !inFlight->isAbandoned)
    {
        queue.push_front(std::move(inFlight->request));
        blockedByUnknownResponse = activeResponses.empty();
    }
    inFlight.reset();
    return isBusy ? Verdict::waits : Verdict::refused;
}

bool ResponseQueue::expire(Time now)
{
    if (blockedSince && now >= *blockedSince + answerDeadline)
    {
        blockedByUnknownResponse = false;
        blockedSince.reset();
    }
    if (!inFlight || !activeResponses.empty() || now < inFlight->sentAt + answerDeadline)
        return false;
    inFlight.reset();
    return true;
}

std::optional<ResponseQueue::Time> ResponseQueue::deadline() const
{
    if (blockedSince)
        return *blockedSince + answerDeadline;
    if (!inFlight || !activeResponses.empty())
        return std::nullopt;
    return inFlight->sentAt + answerDeadline;
}

void ResponseQueue::reset(const std::vector<std::string>& again)
{
    if (inFlight && !inFlight->isAbandoned)
        queue.push_front(std::move(inFlight->request));
    inFlight.reset();
    for (auto responseId = again.rbegin(); responseId != again.rend(); ++responseId)
    {
        const auto known = activeOverrides.find(*responseId);
        auto overrides = known == activeOverrides.end() ? wire::Json() : std::move(known->second);
        if (!overrides.is_null() || queue.empty() || !queue.front().overrides.is_null())
            queue.push_front({std::move(overrides), newTag()});
    }
    activeOverrides.clear();
    activeResponses.clear();
    foreignExpected = false;
    blockedByUnknownResponse = false;
    blockedSince.reset();
}

} // namespace parley::realtime
