// SPDX-License-Identifier: Apache-2.0
#include "Probe.h"

#include "Bridge/Provider.h"
#include "Realtime/Diagnostics.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace parley::command
{
namespace
{

/// EX_TEMPFAIL of sysexits.h: not a fault of this side, worth another try.
constexpr int exitKnownSkip = 75;

struct ProbeOptions
{
    std::string url; ///< Empty: the local service.
    bool asJson = false;
};

realtime::ProbeReport probeWith(const ProbeOptions& options)
{
    bridge::ProviderSettings provider;
    if (!options.url.empty())
    {
        provider.provider = bridge::Provider::custom;
        provider.url = options.url;
    }
    auto resolved = bridge::resolveProvider(provider);
    if (resolved)
        return realtime::probeTextTurn(Executor::shared(), resolved.value().socket, provider.model);
    realtime::ProbeReport report;
    report.model = provider.model;
    report.error = resolved.error();
    return report;
}

int probe(const ProbeOptions& options)
{
    const auto report = probeWith(options);
    std::cout << (options.asJson ? report.json().dump(2) : report.line()) << std::endl;
    if (!report.error)
        return 0;
    return report.isKnownSkip() ? exitKnownSkip : 1;
}

} // namespace

void addProbe(CLI::App& app, int& exitCode)
{
    auto* probing = app.add_subcommand("probe", "Find out whether a service answers, and if not, why");
    const auto options = std::make_shared<ProbeOptions>();
    probing->add_option("--url", options->url, "A Realtime service, ws:// or wss://; without it the local one")
        ->type_name("WS_URL");
    probing->add_flag("--json", options->asJson, "Print all that was seen as JSON");
    probing->callback([options, &exitCode] { exitCode = probe(*options); });
}

} // namespace parley::command
