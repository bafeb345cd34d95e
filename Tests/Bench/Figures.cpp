// SPDX-License-Identifier: Apache-2.0
#include "Figures.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace parley::bench
{
namespace
{

void print(const Figure& figure)
{
    std::printf("%-52s %14.4f %s\n", figure.name.c_str(), figure.value, figure.unit.c_str());
}

std::string benchOf(const Figure& figure)
{
    return figure.name.substr(0, figure.name.find('.'));
}

/// "delta.us_nlohmann" is the peer nlohmann of "delta.us".
bool isPeer(const Figure& figure, const Figure& ours)
{
    return figure.unit == ours.unit && figure.name.starts_with(ours.name + "_") && ours.value != 0;
}

} // namespace

void Figures::add(std::string_view name, double value, std::string_view unit)
{
    figures.push_back({std::string(name), value, std::string(unit)});
    std::fprintf(stderr, "   %s\n", figures.back().name.c_str());
}

void Figures::print() const
{
    std::printf("\nagainst peers of the same run (the peer's figure by ours)\n");
    for (const auto& ours : figures)
        for (const auto& peer : figures)
            if (isPeer(peer, ours))
                std::printf("%-52s %14.2f times\n", peer.name.c_str(), peer.value / ours.value);
    std::string bench;
    for (const auto& figure : figures)
    {
        if (benchOf(figure) != bench)
            std::printf("\n%s\n", (bench = benchOf(figure)).c_str());
        parley::bench::print(figure);
    }
    std::fflush(stdout);
}

std::string Figures::json() const
{
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const auto& figure : figures)
        object[figure.name] = figure.value;
    return object.dump(2);
}

} // namespace parley::bench
