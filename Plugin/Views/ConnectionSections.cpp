// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ConnectionSections.h"

#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int oneLine = 22;
constexpr int twoLines = 40;

int itemOf(bridge::Provider provider)
{
    return static_cast<int>(provider) + 1;
}

bool hasAddress(bridge::Provider provider)
{
    return provider == bridge::Provider::custom || provider == bridge::Provider::azure;
}

const char* sentenceFor(bridge::Provider provider)
{
    switch (provider)
    {
    case bridge::Provider::local:
        return "Parley's own service on this machine: no key, no internet.";
    case bridge::Provider::openAi:
        return "OpenAI's Realtime service; it needs a key.";
    case bridge::Provider::azure:
        return "An Azure OpenAI resource; it needs a key. The model is the name of the deployment.";
    case bridge::Provider::custom:
        break;
    }
    return "Any server that speaks the OpenAI Realtime protocol.";
}

} // namespace

ConnectionPage::ServiceSection::ServiceSection(SettingsEdit changes)
    : Section("Service")
    , edit(std::move(changes))
{
    providerBox.addItem("Local", itemOf(bridge::Provider::local));
    providerBox.addItem("OpenAI", itemOf(bridge::Provider::openAi));
    providerBox.addItem("Azure", itemOf(bridge::Provider::azure));
    providerBox.addItem("Custom", itemOf(bridge::Provider::custom));
    prepareChoice(providerBox, "Provider", "Which service the agent talks to. Used from the next connection on.");
    providerBox.onChange = [this]
    {
        edit([this](Settings& s)
             { s.provider.provider = static_cast<bridge::Provider>(providerBox.getSelectedId() - 1); });
    };
    addRow("Provider", providerBox);
    prepareNote(about, "About this provider");
    addWide(about, twoLines);
    prepareTextField(url, "Endpoint",
                     "The ws or wss address of the server, or the name or address of the Azure resource, without a key "
                     "in it.",
                     "wss://host/v1/realtime");
    url.onCommit = [this](const std::string& written) { return edit([&](Settings& s) { s.provider.url = written; }); };
    addRow("Endpoint", url);
    for (auto* note : {&address, &key, &proxy, &trust})
        note->setColour(juce::Label::textColourId, theme::text);
    prepareNote(address, "Address in use");
    prepareNote(key, "Key");
    prepareNote(proxy, "Proxy");
    prepareNote(trust, "Certificates trusted");
    for (auto* note : {&address, &key, &proxy, &trust})
        note->setJustificationType(juce::Justification::centredLeft);
    addRow("Address", address, twoLines);
    addRow("Key", key, twoLines);
    addRow("Proxy", proxy, oneLine);
    addRow("Trusts", trust, oneLine);
    show(bridge::ProviderSettings());
}

void ConnectionPage::ServiceSection::show(const bridge::ProviderSettings& settings)
{
    provider = settings.provider;
    providerBox.setSelectedId(itemOf(provider), juce::dontSendNotification);
    showNote(about, sentenceFor(provider), theme::quietText);
    url.show(settings.url);
    showRow(url, hasAddress(provider));
}

void ConnectionPage::ServiceSection::show(const ServiceFinding& finding)
{
    showNote(address, toJuce(finding.address), finding.isAddressGood ? theme::text : theme::warning);
    const bool needsKey = finding.provider != bridge::Provider::local;
    if (needsKey)
        showNote(key, toJuce(finding.key), finding.isKeyFound ? theme::text : theme::warning);
    else
        showNote(key,
                 finding.isKeyFound ? "not needed; one was found (" + toJuce(finding.key) + "), so OpenAI can be chosen"
                                    : juce::String("not needed"),
                 theme::text);
    showNote(proxy, toJuce(finding.proxy), theme::text);
    showNote(trust, toJuce(finding.trust), theme::text);
}

ConnectionPage::MachineSection::MachineSection(SessionControl& control)
    : Section("This machine, in every project")
    , ComponentMovementWatcher(this)
    , session(control)
{
    prepareTextField(keyFile, "Key file",
                     "A file that holds the key; empty: the usual places. The key itself is never "
                     "kept in a project.",
                     "the usual places");
    prepareTextField(tokenServer, "Token server",
                     "The https address of a server of yours that hands out short-lived tokens.", "none");
    keyFile.onCommit = [this](const std::string& written)
    { return take([&](MachineSettings& machine) { machine.keyFile = written; }); };
    tokenServer.onCommit = [this](const std::string& written)
    { return take([&](MachineSettings& machine) { machine.tokenServer = written; }); };
    prepareButton(connectsOnLoad, "Connect when a project opens",
                  "For installations that run unattended: an instance that a project restores connects by itself.");
    connectsOnLoad.onClick = [this]
    { take([isOn = connectsOnLoad.getToggleState()](MachineSettings& m) { m.connectsOnLoad = isOn; }); };
    prepareNote(problem, "What is wrong with these settings");
    addRow("Key file", keyFile);
    addRow("Token server", tokenServer);
    addWide(connectsOnLoad);
    addWide(problem, twoLines);
    showRow(problem, false);
    show(session.machine());
}

void ConnectionPage::MachineSection::commit()
{
    keyFile.commit();
    tokenServer.commit();
}

void ConnectionPage::MachineSection::componentVisibilityChanged()
{
    if (!isShowing())
        return;
    const auto machine = session.machine();
    if (machine == shown)
        return;
    show(machine);
    if (onChanged)
        onChanged();
}

void ConnectionPage::MachineSection::show(const MachineSettings& machine)
{
    shown = machine;
    keyFile.show(machine.keyFile);
    tokenServer.show(machine.tokenServer);
    connectsOnLoad.setToggleState(machine.connectsOnLoad, juce::dontSendNotification);
}

bool ConnectionPage::MachineSection::take(const std::function<void(MachineSettings&)>& change)
{
    const auto taken = session.changeMachine(change);
    if (taken)
        show(session.machine());
    showNote(problem, taken ? juce::String() : toJuce(taken.error().message), theme::failure);
    showRow(problem, !taken);
    if (taken && onChanged)
        onChanged();
    return static_cast<bool>(taken);
}

ConnectionPage::ProbeSection::ProbeSection()
    : Section("Probe")
{
    prepareButton(button, "Probe the service", "Asks the service for one short answer, and shows how far it comes.");
    button.onClick = [this]
    {
        if (onProbe)
            onProbe();
    };
    addWide(button);
    addWide(view, view.preferredHeight(), true);
}

void ConnectionPage::ProbeSection::showRunning()
{
    button.setEnabled(false);
    view.showRunning();
}

void ConnectionPage::ProbeSection::show(const realtime::ProbeReport& report)
{
    button.setEnabled(true);
    view.show(report);
}

} // namespace parley::plugin
