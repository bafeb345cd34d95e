// SPDX-License-Identifier: GPL-3.0-or-later
// Which service the agent talks to, how it is reached, and whether it answers.
#pragma once

#include "Plugin/SessionControl.h"
#include "Plugin/Views/Page.h"
#include "Plugin/Views/ServiceLookup.h"
#include "Plugin/Views/ServiceProbe.h"

namespace parley::plugin
{

/// @thread message
class ConnectionPage : public Page
{
public:
    /// Both must outlive the page.
    ConnectionPage(PluginState& edited, SessionControl& control);
    ~ConnectionPage() override;

    void show(const Settings& settings);
    /// Takes over what is written in its fields.
    void commit();
    /// Takes over what was found in the background; to be called again and again.
    void poll();

    /// What the Probe button does.
    void startProbe();
    [[nodiscard]] bool isProbing() const noexcept { return probe.isRunning(); }

    std::function<void()> onChanged; ///< The user finished a change.

private:
    class ServiceSection;
    class MachineSection;
    class ProbeSection;

    [[nodiscard]] bridge::ProviderSettings provider() const;

    PluginState& state;
    SessionControl& session;
    ServiceLookup lookup;
    ServiceProbe probe;
    std::optional<bridge::ProviderSettings> lookedFor;
    std::unique_ptr<ServiceSection> service;
    std::unique_ptr<MachineSection> machine;
    std::unique_ptr<ProbeSection> probing;
};

} // namespace parley::plugin
