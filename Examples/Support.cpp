// SPDX-License-Identifier: Apache-2.0
#include "Support.h"

#include "Base/Executor.h"
#include "Realtime/Diagnostics.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

namespace parley::examples
{
namespace
{

/// A text turn over a socket of its own, with none of the example's settings.
realtime::ProbeReport probe()
{
    const auto settings = provider();
    const auto resolved = bridge::resolveProvider(settings);
    if (resolved)
        return realtime::probeTextTurn(Executor::shared(), resolved.value().socket, settings.model);
    realtime::ProbeReport report;
    report.error = resolved.error();
    return report;
}

int skipped(const std::string& reason)
{
    std::cout << "SKIPPED: " << reason << std::endl;
    return 0;
}

int failedFor(const Error& error)
{
    std::cerr << "FAILED: " << error.describe() << std::endl;
    return 1;
}

} // namespace

bridge::ProviderSettings provider()
{
    const char* live = std::getenv("PARLEY_LIVE");
    bridge::ProviderSettings settings;
    if (live != nullptr && std::string(live) == "1")
        settings.provider = bridge::Provider::openAi;
    return settings;
}

int ended(const Error& error)
{
    if (error.code == ErrorCode::quotaExceeded || error.code == ErrorCode::modelUnavailable ||
        error.code == ErrorCode::protocolIncompatible)
        return skipped(error.describe());
    if (error.code != ErrorCode::upstreamServerError)
        return failedFor(error);
    const auto report = probe();
    if (report.isKnownSkip())
        return skipped("the service has a fault of its own, session_id=" + report.sessionId + ": " + report.line());
    return failedFor(error);
}

int Ending::wait(std::chrono::seconds deadline)
{
    auto ending = promise.get_future();
    if (ending.wait_for(deadline) == std::future_status::timeout)
        return failedFor({ErrorCode::timeout, "The example was not over in time: check the service.", "example"});
    const auto error = ending.get();
    return error ? ended(*error) : 0;
}

void Ending::set(std::optional<Error> error)
{
    const std::scoped_lock lock(mutex);
    if (!std::exchange(isSet, true))
        promise.set_value(std::move(error));
}

} // namespace parley::examples
