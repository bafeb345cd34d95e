// SPDX-License-Identifier: GPL-3.0-or-later
#include "LatencyTable.h"

#include <array>
#include <cstdio>

namespace parley::host
{

namespace
{

std::string msText(double ms)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), ms < 100 ? "%.1f ms" : "%.0f ms", ms);
    return text.data();
}

LatencyRow row(const char* name, const std::optional<Spread>& spread)
{
    if (!spread)
        return {name, "0", "-", "-"};
    return {name, std::to_string(spread->count), msText(spread->medianMs), msText(spread->maxMs)};
}

std::string line(const LatencyRow& row)
{
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), "%-42s %6s %10s %10s\n", row.name.c_str(), row.count.c_str(),
                  row.median.c_str(), row.max.c_str());
    return text.data();
}

} // namespace

std::vector<LatencyRow> latencyRows(const Latency& latency)
{
    return {row("end of speech -> first audible sample", latency.endOfSpeechToAudible),
            row("end of speech -> first word", latency.endOfSpeechToWord),
            row("capture -> wire", latency.captureToWire), row("wire -> output", latency.wireToOutput)};
}

std::string latencyTable(const Latency& latency)
{
    std::string table = line({"latency", "count", "median", "max"});
    for (const auto& figures : latencyRows(latency))
        table += line(figures);
    return table;
}

} // namespace parley::host
