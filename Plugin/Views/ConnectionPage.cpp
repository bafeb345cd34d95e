// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ConnectionPage.h"

#include "Plugin/Views/ConnectionSections.h"

namespace parley::plugin
{

ConnectionPage::ConnectionPage(PluginState& edited, SessionControl& control)
    : Page("Connection")
    , state(edited)
    , session(control)
{
    const SettingsEdit edit(state,
                            [this]
                            {
                                if (onChanged)
                                    onChanged();
                            });
    service = std::make_unique<ServiceSection>(edit);
    machine = std::make_unique<MachineSection>(session);
    machine->onChanged = [this] { lookedFor.reset(); };
    probing = std::make_unique<ProbeSection>();
    probing->onProbe = [this] { startProbe(); };
    addLeft(*service);
    addLeft(*machine);
    addRight(*probing);
    show(state.settings());
}

ConnectionPage::~ConnectionPage() = default;

bridge::ProviderSettings ConnectionPage::provider() const
{
    auto settings = state.settings().provider;
    settings.key = session.machine().keySource();
    return settings;
}

void ConnectionPage::show(const Settings& settings)
{
    service->show(settings.provider);
    lookedFor.reset();
}

void ConnectionPage::commit()
{
    service->commit();
    machine->commit();
}

void ConnectionPage::poll()
{
    if (!lookedFor && isShowing())
    {
        lookedFor = provider();
        lookup.look(*lookedFor);
    }
    if (const auto finding = lookup.take())
        service->show(*finding);
    if (const auto report = probe.take())
        probing->show(*report);
}

void ConnectionPage::startProbe()
{
    probe.start(provider());
    probing->showRunning();
}

} // namespace parley::plugin
