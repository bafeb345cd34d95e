// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of the Connection page.
#pragma once

#include "Plugin/Views/ConnectionPage.h"
#include "Plugin/Views/FactView.h"
#include "Plugin/Views/ProbeView.h"
#include "Plugin/Views/SettingsEdit.h"
#include "Plugin/Views/TextField.h"

namespace parley::plugin
{

/// The provider, its address, and how it is reached. @thread message
class ConnectionPage::ServiceSection : public Section
{
public:
    explicit ServiceSection(SettingsEdit changes);

    void show(const bridge::ProviderSettings& settings);
    void show(const ServiceFinding& finding);
    void commit() { url.commit(); }

private:
    SettingsEdit edit;
    bridge::Provider provider = bridge::Provider::local;
    juce::ComboBox providerBox;
    juce::Label about;
    TextField url;
    juce::Label address;
    juce::Label key;
    juce::Label proxy;
    juce::Label trust;
};

/// What stays on this machine: where its keys are, and whether projects connect by themselves. @thread message
class ConnectionPage::MachineSection : public Section, private juce::ComponentMovementWatcher
{
public:
    explicit MachineSection(SessionControl& control);

    /// Keeps what was typed and not finished yet: the window closes.
    void commit();

    std::function<void()> onChanged; ///< What this machine keeps may differ from before.

private:
    using ComponentMovementWatcher::componentMovedOrResized;
    using ComponentMovementWatcher::componentVisibilityChanged;
    void componentMovedOrResized(bool, bool) override {}
    void componentPeerChanged() override {}
    void componentVisibilityChanged() override;

    void show(const MachineSettings& machine);
    bool take(const std::function<void(MachineSettings&)>& change);

    SessionControl& session;
    MachineSettings shown;
    TextField keyFile;
    TextField tokenServer;
    juce::ToggleButton connectsOnLoad{"Connect when a project opens"};
    juce::Label problem;
};

/// @thread message
class ConnectionPage::ProbeSection : public Section
{
public:
    ProbeSection();

    void showRunning();
    void show(const realtime::ProbeReport& report);

    std::function<void()> onProbe;

private:
    juce::TextButton button{"Probe the service"};
    ProbeView view;
};

} // namespace parley::plugin
