// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ServiceFigures.h"

#include <catch2/catch.hpp>

using namespace parley::service;

TEST_CASE("the figures are told in Prometheus' text format")
{
    ServiceFigures figures;
    figures.openSessions = 2;
    figures.noteEvent({{"type", "error"}}, 10);
    figures.noteEvent({{"type", "input_audio_buffer.committed"}}, 20);
    figures.noteEvent({{"type", "response.done"}, {"response", {{"status", "completed"}}}}, 30);
    figures.requests[{"speech", 200}] = 3;
    EngineFigures engines;
    engines.byKind[1] = {4, 1, 0.5};
    const auto text = toPrometheus(figures, engines);
    for (const auto* line :
         {"# TYPE parley_sessions gauge\nparley_sessions 2\n", "parley_turns_total 1\n",
          "parley_responses_total{status=\"completed\"} 1\n", "parley_error_events_total 1\n",
          "parley_sent_bytes_total 60\n", "parley_http_requests_total{endpoint=\"speech\",status=\"200\"} 3\n",
          "parley_engine_seconds_sum{engine=\"answer\"} 0.5\n", "parley_engine_seconds_count{engine=\"answer\"} 4\n",
          "parley_engine_failures_total{engine=\"answer\"} 1\n"})
    {
        INFO(text << "\nlacks " << line);
        CHECK(text.find(line) != std::string::npos);
    }
}
