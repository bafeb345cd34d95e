// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a service for one short answer, in the background, and tells what came of it.
#pragma once

#include "Base/Executor.h"
#include "Bridge/Provider.h"
#include "Realtime/Probe.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace parley::plugin
{

/// @thread message
class ServiceProbe
{
public:
    ServiceProbe();
    /// Ends a probe under way; waits for no service.
    ~ServiceProbe();
    ServiceProbe(const ServiceProbe&) = delete;
    ServiceProbe& operator=(const ServiceProbe&) = delete;

    /// Nothing while one is under way.
    void start(const bridge::ProviderSettings& provider);
    [[nodiscard]] bool isRunning() const noexcept { return executor != nullptr; }

    /// What came of it, once; the threads of the probe are let go then.
    [[nodiscard]] std::optional<realtime::ProbeReport> take();

private:
    struct Answer;
    std::shared_ptr<Answer> answer;
    std::shared_ptr<Executor> executor;
    std::stop_source ending;
};

} // namespace parley::plugin
