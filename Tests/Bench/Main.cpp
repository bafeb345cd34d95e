// SPDX-License-Identifier: Apache-2.0
// parley-bench [--quick] [--json FILE] [BENCH...]: runs the benches named, or all.
#include "Benches.h"
#include "ServiceProcess.h"
#include "StubService.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <string_view>

using namespace parley::bench;

namespace
{

struct Bench
{
    const char* name;
    void (*run)(Figures&);
};

constexpr std::array benches{
#ifdef PARLEY_BENCH_JUCE
    Bench{"plugin", pluginBench},
#endif
    Bench{"echo", echoBench},         Bench{"resampler", resamplerBench}, Bench{"callback", callbackBench},
    Bench{"bargein", bargeInBench},   Bench{"delta", deltaBench},         Bench{"wire", wireBench},
    Bench{"sessions", sessionsBench}, Bench{"service", serviceBench},     Bench{"voice", voiceBench},
    Bench{"ear", earBench},
};

} // namespace

int main(int argumentCount, char** arguments)
{
    if (argumentCount == 2 && std::string_view(arguments[1]) == stubOption)
        return serveStub();
    if (argumentCount == 2 && std::string_view(arguments[1]) == serviceOption)
        return serveWithStubEngines();
    CLI::App app("Measures what Parley costs, beside floors and peers of the same run.");
    bool isQuick = false;
    std::string jsonFile;
    std::vector<std::string> wanted;
    bool listsNames = false;
    app.add_flag("--list", listsNames, "Prints the names of the benches.");
    app.add_flag("--quick", isQuick, "Seconds instead of minutes; rough figures.");
    app.add_option("--json", jsonFile, "Writes all figures to this file, as one flat object.");
    app.add_option("bench", wanted, "What to measure; all when none is named.");
    CLI11_PARSE(app, argumentCount, arguments);

    for (const auto& bench : benches)
        if (listsNames)
            std::cout << bench.name << '\n';
    if (listsNames)
        return 0;
    for (const auto& name : wanted)
        if (std::none_of(benches.begin(), benches.end(), [&](const Bench& bench) { return name == bench.name; }))
        {
            std::cerr << "There is no bench '" << name << "'.\n";
            return 2;
        }
    Figures figures(isQuick);
    for (const auto& bench : benches)
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), bench.name) != wanted.end())
            bench.run(figures);
    figures.print();
    if (!jsonFile.empty() && !(std::ofstream(jsonFile) << figures.json() << '\n'))
    {
        std::cerr << "The figures could not be written to " << jsonFile << ".\n";
        return 1;
    }
    return 0;
}
