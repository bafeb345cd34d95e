// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Probe.h"

#include "Realtime/ServerErrors.h"
#include "Wire/ClientEvent.h"
#include "Wire/Detail/JsonFields.h"
#include "Wire/ServerEvent.h"

#include <cstdio>
#include <utility>

namespace parley::realtime
{
namespace
{

constexpr std::size_t mostEvents = 64;
constexpr const char* prompt = "Reply with exactly ok.";

double milliseconds(std::chrono::microseconds time)
{
    return static_cast<double>(time.count()) / 1000.0;
}

std::string createFrame()
{
    const auto response = wire::Json{{"conversation", "none"}, {"input", {wire::Item::userText(prompt).toJson()}}};
    return wire::serialize({wire::ResponseCreate{response}, "parley_probe"});
}

Error failureOf(const wire::ResponseDone& done)
{
    auto error = errorFrom(failureIn(done.response));
    error.where = "response.done with status " + done.status;
    return error;
}

std::string joined(const std::vector<std::string>& events)
{
    std::string all;
    for (const auto& event : events)
        all += (all.empty() ? "" : " -> ") + event;
    return all.empty() ? "none" : all;
}

void putTime(wire::Json& times, const char* name, const std::optional<std::chrono::microseconds>& time)
{
    times[name] = time ? wire::Json(milliseconds(*time)) : wire::Json(nullptr);
}

} // namespace

bool ProbeReport::isKnownSkip() const
{
    if (!error)
        return false;
    switch (error->code)
    {
    case ErrorCode::quotaExceeded:
    case ErrorCode::modelUnavailable:
    case ErrorCode::protocolIncompatible:
    case ErrorCode::upstreamServerError:
        return true;
    default:
        return false;
    }
}

std::string ProbeReport::line() const
{
    if (!error)
    {
        std::array<char, 160> text{};
        std::snprintf(text.data(), text.size(),
                      "The service answered after %.0f ms (session.created %.0f, first token %.0f).",
                      milliseconds(done.value_or(std::chrono::microseconds{})),
                      milliseconds(sessionCreated.value_or(std::chrono::microseconds{})),
                      milliseconds(firstToken.value_or(std::chrono::microseconds{})));
        return text.data();
    }
    return error->describe() + " (model=" + model + ", session_id=" + (sessionId.empty() ? "unknown" : sessionId) +
           ", events=" + joined(events) + ")";
}

wire::Json ProbeReport::json() const
{
    wire::Json times = {{"resolve", milliseconds(connecting.resolve)},
                        {"connect", milliseconds(connecting.connect)},
                        {"proxy", milliseconds(connecting.proxy)},
                        {"tls", milliseconds(connecting.tls)},
                        {"upgrade", milliseconds(connecting.upgrade)}};
    putTime(times, "session_created", sessionCreated);
    putTime(times, "first_token", firstToken);
    putTime(times, "done", done);
    wire::Json result = {{"ok", !error.has_value()}, {"known_skip", isKnownSkip()},
                         {"model", model},           {"session_id", sessionId},
                         {"answer", answer},         {"events", events},
                         {"ms", std::move(times)},   {"error", nullptr}};
    if (error)
        result["error"] = {{"code", toString(error->code)},
                           {"message", error->message},
                           {"where", error->where},
                           {"upstream_code", error->upstreamCode},
                           {"upstream_message", error->upstreamMessage},
                           {"request_id", error->requestId}};
    return result;
}

Probe::Probe(std::string model, Time start)
    : begin(start)
{
    seen.model = std::move(model);
}

void Probe::opened(const net::ConnectTimings& timings, Time now)
{
    seen.connecting = timings;
    due = now + stageDeadline;
}

std::optional<std::string> Probe::received(std::string_view text, Time now)
{
    if (over)
        return std::nullopt;
    note(text);
    const auto parsed = wire::parseServerEvent(text);
    if (!parsed)
    {
        fail(parsed.error());
        return std::nullopt;
    }
    const auto& event = parsed.value();
    if (const auto* created = std::get_if<wire::SessionCreated>(&event); created != nullptr && !awaitsAnswer)
    {
        seen.sessionId = wire::textField(created->session, "id");
        seen.sessionCreated = since(now);
        awaitsAnswer = true;
        due = now + stageDeadline;
        return createFrame();
    }
    if (const auto* error = std::get_if<wire::ServerError>(&event))
    {
        if (seen.sessionId.empty())
            seen.sessionId = sessionIdIn(error->message);
        fail(errorFrom(*error));
    }
    else if (const auto* delta = std::get_if<wire::TextDelta>(&event))
    {
        seen.answer += delta->delta;
        if (!seen.firstToken)
            seen.firstToken = since(now);
    }
    else if (const auto* done = std::get_if<wire::ResponseDone>(&event))
    {
        seen.done = since(now);
        if (done->status != "completed")
            fail(failureOf(*done));
        over = true;
        due.reset();
    }
    return std::nullopt;
}

void Probe::closed(const net::CloseInfo& info)
{
    if (!over)
        fail(info.error);
}

void Probe::timePassed(Time now)
{
    if (over || !due || now < *due)
        return;
    const std::string stage = awaitsAnswer ? "response.done" : "session.created";
    fail({ErrorCode::timeout,
          "The service is connected but sent no " + stage + " within 8 s: try again, or ask its makers.", stage});
}

void Probe::fail(Error error)
{
    seen.error = std::move(error);
    over = true;
    due.reset();
}

void Probe::note(std::string_view text)
{
    const auto json = wire::Json::parse(text, nullptr, false);
    if (seen.events.size() < mostEvents)
        seen.events.push_back(json.is_object() ? wire::textField(json, "type") : "unreadable");
}

std::chrono::microseconds Probe::since(Time now) const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(now - begin);
}

} // namespace parley::realtime
