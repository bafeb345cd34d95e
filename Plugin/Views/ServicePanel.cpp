// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ServicePanel.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int hintHeight = 50;
constexpr int rowGap = 6;

int itemOf(bridge::Provider provider)
{
    return static_cast<int>(provider) + 1;
}

bool hasAddress(bridge::Provider provider)
{
    return provider == bridge::Provider::custom || provider == bridge::Provider::azure;
}

} // namespace

ServicePanel::ServicePanel(PluginState& edited)
    : Section("Service")
    , state(edited)
{
    providerBox.addItem("Local", itemOf(bridge::Provider::local));
    providerBox.addItem("OpenAI", itemOf(bridge::Provider::openAi));
    providerBox.addItem("Azure OpenAI", itemOf(bridge::Provider::azure));
    providerBox.addItem("Custom address", itemOf(bridge::Provider::custom));
    providerBox.onChange = [this] { takeProvider(); };
    add(providerBox, "Service",
        "Local runs on this machine. OpenAI and Azure need a key. Custom is any compatible server.");

    prepareTextField(urlField, "ws://host:port/v1/realtime");
    urlField.onReturnKey = [this] { urlField.giveAwayKeyboardFocus(); };
    urlField.onFocusLost = [this] { takeTexts(); };
    add(urlField, "Service address",
        "The ws or wss address of a server that speaks the OpenAI Realtime protocol, or that of an Azure resource, "
        "without a key in it.");

    prepareTextField(modelField, "Model, for instance gpt-realtime");
    modelField.onReturnKey = [this] { modelField.giveAwayKeyboardFocus(); };
    modelField.onFocusLost = [this] { takeTexts(); };
    add(modelField, "Model", "The model the service is asked for. For Azure the name of the deployment.");

    hint.setFont(theme::small());
    hint.setColour(juce::Label::textColourId, theme::quietText);
    hint.setJustificationType(juce::Justification::topLeft);
    hint.setBorderSize({2, 2, 0, 2});
    hint.setMinimumHorizontalScale(0.9F);
    add(hint, "About this service", {});
    show(Settings());
}

void ServicePanel::show(const Settings& settings)
{
    const bool isOther = provider != settings.provider.provider;
    provider = settings.provider.provider;
    providerBox.setSelectedId(itemOf(provider), juce::dontSendNotification);
    showText(urlField, settings.provider.url);
    showText(modelField, settings.provider.model);
    urlField.setVisible(hasAddress(provider));
    modelField.setVisible(provider != bridge::Provider::local);
    showHint();
    if (isOther && onHeightChanged)
        onHeightChanged();
}

void ServicePanel::show(const KeyFinding& found)
{
    finding = found;
    isFindingKnown = true;
    showHint();
}

void ServicePanel::takeProvider()
{
    auto settings = state.settings();
    settings.provider.provider = static_cast<bridge::Provider>(providerBox.getSelectedId() - 1);
    state.setSettings(settings);
    if (onChanged)
        onChanged();
}

void ServicePanel::takeTexts()
{
    auto settings = state.settings();
    settings.provider.url = urlField.getText().trim().toStdString();
    settings.provider.model = modelField.getText().trim().toStdString();
    if (settings == state.settings())
        return;
    state.setSettings(settings);
    if (onChanged)
        onChanged();
}

void ServicePanel::showHint()
{
    hint.setText(hintText(), juce::dontSendNotification);
    hint.setTooltip(hint.getText());
}

juce::String ServicePanel::hintText() const
{
    if (hasAddress(provider))
        return {};
    if (provider == bridge::Provider::local)
    {
        if (isFindingKnown && finding.isFound)
            return "Runs on this machine. A key was found (" + toJuce(finding.sentence) +
                   "): OpenAI can be chosen too.";
        return "Runs on this machine, without a key and without the internet.";
    }
    if (!isFindingKnown)
        return "Looking for a key...";
    return finding.isFound ? "Uses the key of " + toJuce(finding.sentence) + "." : toJuce(finding.sentence);
}

int ServicePanel::preferredHeight() const
{
    int fields = 1;
    if (provider == bridge::Provider::openAi)
        fields = 2;
    else if (hasAddress(provider))
        fields = 3;
    const int hintSpace = hasAddress(provider) ? -rowGap : hintHeight;
    return heightFor(fields * (theme::controlHeight + rowGap) + hintSpace);
}

void ServicePanel::resized()
{
    auto area = contentBounds();
    const auto place = [&area](juce::Component& control)
    {
        control.setBounds(area.removeFromTop(theme::controlHeight));
        area.removeFromTop(rowGap);
    };
    place(providerBox);
    if (urlField.isVisible())
        place(urlField);
    if (modelField.isVisible())
        place(modelField);
    hint.setVisible(!hasAddress(provider));
    hint.setBounds(area);
}

} // namespace parley::plugin
