// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/PluginEditor.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int headerHeight = 40;
constexpr int footerHeight = 42;
constexpr int wordmarkWidth = 92;
constexpr int connectWidth = 128;
constexpr int smallestSideColumn = 248;
constexpr int largestSideColumn = 380;
constexpr int framesPerTranscript = 3;

} // namespace

PluginEditor::PluginEditor(PluginProcessor& shown)
    : AudioProcessorEditor(shown)
    , plugin(shown)
    , service(shown.state())
    , agent(shown.state())
    , audio(shown.parameters())
{
    setLookAndFeel(&lookAndFeel);
    setTitle("Parley");
    prepareConnectButton();
    wirePanels();
    for (auto* part :
         std::initializer_list<juce::Component*>{&connectButton, &status, &service, &agent, &conversation, &audio})
        addAndMakeVisible(part);
    setResizable(true, true);
    setResizeLimits(smallestWidth, smallestHeight, largestSide, largestSide);
    setSize(standardWidth, standardHeight);
    timerCallback();
    startTimerHz(LevelMeter::framesPerSecond);
}

PluginEditor::~PluginEditor()
{
    stopTimer();
    setLookAndFeel(nullptr);
}

void PluginEditor::prepareConnectButton()
{
    connectButton.setMouseClickGrabsKeyboardFocus(false);
    connectButton.onClick = [this]
    {
        auto& wanted = plugin.parameters().connect;
        setByUser(wanted, wanted.get() ? 0.0F : 1.0F);
        showStatus();
    };
}

void PluginEditor::wirePanels()
{
    service.onChanged = [this] { tellHost(); };
    service.onHeightChanged = [this] { resized(); };
    agent.onChanged = [this] { tellHost(); };
    conversation.onSend = [this](const juce::String& text) { plugin.voiceBridge().sendText(text.toStdString()); };
    conversation.onInterrupt = [this] { plugin.interruptAgent(); };
}

void PluginEditor::tellHost()
{
    plugin.updateHostDisplay(juce::AudioProcessorListener::ChangeDetails().withNonParameterStateChanged(true));
}

void PluginEditor::timerCallback()
{
    showSettings();
    showStatus();
    audio.show(plugin.voiceBridge().takeMeters());
    if (frame++ % framesPerTranscript == 0)
        showTranscript();
    if (const auto finding = keys.take())
        service.show(*finding);
}

void PluginEditor::showSettings()
{
    const auto revision = plugin.state().revision();
    if (revision == shownRevision)
        return;
    shownRevision = revision;
    const auto settings = plugin.state().settings();
    service.show(settings);
    agent.show(settings);
}

void PluginEditor::showStatus()
{
    const auto current = plugin.voiceBridge().status();
    const bool isWanted = plugin.parameters().connect.get();
    auto notice = plugin.state().notice();
    if (notice.empty() && plugin.hasUnappliedSettings())
        notice = "Settings changed. Disconnect and connect again to use them.";
    status.show(current, notice);
    conversation.setConnected(current.state == realtime::ConnectionState::ready);

    connectButton.setButtonText(isWanted ? "Disconnect" : "Connect");
    connectButton.setTitle(isWanted ? "Disconnect the agent" : "Connect the agent");
    connectButton.setTooltip(isWanted ? "Ends the session." : "Starts a session with the chosen service.");
    connectButton.setToggleState(!isWanted, juce::dontSendNotification);
}

void PluginEditor::showTranscript()
{
    conversation.show(plugin.voiceBridge().transcript());
}

void PluginEditor::paint(juce::Graphics& g)
{
    g.fillAll(theme::ground);
    g.setColour(theme::text);
    g.setFont(theme::title());
    g.drawText("Parley", juce::Rectangle<int>(theme::margin, theme::margin - 4, wordmarkWidth, headerHeight),
               juce::Justification::centredLeft);
}

void PluginEditor::resized()
{
    auto area = getLocalBounds().reduced(theme::margin);
    auto header = area.removeFromTop(headerHeight - 4);
    connectButton.setBounds(header.removeFromRight(connectWidth));
    header.removeFromRight(theme::gap);
    header.removeFromLeft(wordmarkWidth);
    status.setBounds(header);
    area.removeFromTop(theme::gap);

    audio.setBounds(area.removeFromBottom(footerHeight));
    area.removeFromBottom(theme::gap);

    auto side = area.removeFromLeft(juce::jlimit(smallestSideColumn, largestSideColumn, getWidth() / 3));
    area.removeFromLeft(theme::gap);
    service.setBounds(side.removeFromTop(service.preferredHeight()));
    side.removeFromTop(theme::gap);
    agent.setBounds(side);
    conversation.setBounds(area);
}

} // namespace parley::plugin
