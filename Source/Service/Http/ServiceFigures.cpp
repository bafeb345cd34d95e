// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ServiceFigures.h"

#include "Wire/Detail/JsonFields.h"

#include <string_view>

namespace parley::service
{
namespace
{

/// One metric: its help, its type, and its samples.
class Metric
{
public:
    Metric(std::string& text, std::string_view metricName, std::string_view type, std::string_view help)
        : to(text)
        , name(metricName)
    {
        to += "# HELP " + name + " " + std::string(help) + "\n# TYPE " + name + " " + std::string(type) + "\n";
    }

    template <typename Number>
    Metric& add(const std::string& labels, Number value, std::string_view suffix = "")
    {
        to += name + std::string(suffix) + (labels.empty() ? "" : "{" + labels + "}") + " " + Json(value).dump() + "\n";
        return *this;
    }

private:
    std::string& to;
    std::string name;
};

std::string label(std::string_view name, std::string_view value)
{
    return std::string(name) + "=\"" + std::string(value) + "\"";
}

void addEngines(std::string& text, const EngineFigures& engines)
{
    Metric seconds(text, "parley_engine_seconds", "summary", "Time that jobs took on the engines.");
    for (std::size_t i = 0; i < engines.byKind.size(); ++i)
    {
        const auto engine = label("engine", EngineFigures::kinds[i]);
        seconds.add(engine, engines.byKind[i].seconds, "_sum").add(engine, engines.byKind[i].jobs, "_count");
    }
    Metric failures(text, "parley_engine_failures_total", "counter", "Jobs that the engines could not do.");
    for (std::size_t i = 0; i < engines.byKind.size(); ++i)
        failures.add(label("engine", EngineFigures::kinds[i]), engines.byKind[i].failures);
    Metric(text, "parley_engine_jobs_waiting", "gauge", "Jobs that wait for an engine.").add("", engines.waiting);
    Metric(text, "parley_engine_jobs_refused_total", "counter", "Jobs refused because too many waited.")
        .add("", engines.refused);
}

} // namespace

void ServiceFigures::noteEvent(const Json& event, std::size_t bytes)
{
    sentBytes += bytes;
    const auto type = wire::textField(event, "type");
    if (type == "error")
        errorEvents += 1;
    else if (type == "input_audio_buffer.committed")
        committedTurns += 1;
    else if (type == "response.done")
        responses[wire::textField(wire::objectField(event, "response"), "status")] += 1;
}

std::string toPrometheus(const ServiceFigures& figures, const EngineFigures& engines)
{
    std::string text;
    Metric(text, "parley_sessions", "gauge", "Realtime sessions that are open.").add("", figures.openSessions);
    Metric(text, "parley_sessions_total", "counter", "Realtime sessions opened.").add("", figures.sessions);
    Metric(text, "parley_sessions_refused_total", "counter", "Realtime sessions refused.")
        .add("", figures.refusedSessions);
    Metric(text, "parley_turns_total", "counter", "Spoken turns of users, committed.").add("", figures.committedTurns);
    Metric responses(text, "parley_responses_total", "counter", "Responses that ended, by status.");
    for (const auto& [status, count] : figures.responses)
        responses.add(label("status", status), count);
    Metric(text, "parley_error_events_total", "counter", "Error events sent to sessions.").add("", figures.errorEvents);
    Metric requests(text, "parley_http_requests_total", "counter", "HTTP requests, by endpoint and status.");
    for (const auto& [key, count] : figures.requests)
        requests.add(label("endpoint", key.first) + "," + label("status", std::to_string(key.second)), count);
    Metric(text, "parley_received_bytes_total", "counter", "Bytes of messages and bodies received.")
        .add("", figures.receivedBytes);
    Metric(text, "parley_sent_bytes_total", "counter", "Bytes of messages and bodies sent.").add("", figures.sentBytes);
    addEngines(text, engines);
    return text;
}

} // namespace parley::service
