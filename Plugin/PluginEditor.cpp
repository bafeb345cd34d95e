// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/PluginEditor.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

#include <algorithm>

namespace parley::plugin
{

namespace
{

constexpr int framesPerText = 3; ///< Words and figures follow ten times a second, the meters thirty.
constexpr int framesPerFileLook = LevelMeter::framesPerSecond;

std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

} // namespace

PluginEditor::PluginEditor(PluginProcessor& shown)
    : AudioProcessorEditor(shown)
    , plugin(shown)
    , rail(shown.parameters())
    , agent(shown)
    , turns(shown.parameters())
    , audio(shown.parameters(), shown.state())
    , connection(shown.state(), shown.control())
    , remote(shown.state())
{
    setLookAndFeel(&lookAndFeel);
    setTitle("Parley");
    // What gets the keyboard when the window does, so that no field does: it uses Tab and Escape only.
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    wire();
    addAndMakeVisible(header);
    addAndMakeVisible(rail);
    for (const auto name : pageNames)
        addChildComponent(componentOf(name));
    showPage(PageName::conversation);
    setResizable(true, true);
    setResizeLimits(smallestWidth, smallestHeight, largestSide, largestSide);
    setSize(standardWidth, standardHeight);
    PluginEditor::timerCallback();
    startTimerHz(LevelMeter::framesPerSecond);
}

PluginEditor::~PluginEditor()
{
    stopTimer();
    commit();
    setLookAndFeel(nullptr);
}

void PluginEditor::commitWords()
{
    agent.commit();
}

void PluginEditor::commit()
{
    commitWords();
    connection.commit();
    remote.commit();
}

void PluginEditor::wire()
{
    auto& control = plugin.control();
    header.onConnect = [this, &control]
    {
        if (control.isConnectWanted())
            control.disconnect();
        else
            control.connect();
        showState();
    };
    header.onHeightChanged = [this] { resized(); };
    rail.onPage = [this](PageName chosen) { showPage(chosen); };
    rail.onInterrupt = [&control] { control.interrupt(); };
    rail.onNewVisitor = [&control] { control.beginNewVisit(); };
    conversation.onSend = [&control](const juce::String& text) { control.sendText(text.toStdString()); };
    conversation.onDecision = [&control](const std::string& callId, Verdict verdict)
    {
        if (verdict == Verdict::reject)
            control.reject(callId);
        else
            control.approve(callId, verdict == Verdict::approveAlways);
    };
    for (auto* changed : {&agent.onChanged, &audio.onChanged, &connection.onChanged, &remote.onChanged})
        *changed = [this] { tellHost(); };
}

void PluginEditor::tellHost()
{
    plugin.updateHostDisplay(juce::AudioProcessorListener::ChangeDetails().withNonParameterStateChanged(true));
}

juce::Component& PluginEditor::componentOf(PageName name)
{
    switch (name)
    {
    case PageName::conversation:
        return conversation;
    case PageName::agent:
        return agent;
    case PageName::turns:
        return turns;
    case PageName::audio:
        return audio;
    case PageName::connection:
        return connection;
    case PageName::remote:
        break;
    }
    return remote;
}

void PluginEditor::showPage(PageName chosen)
{
    openPage = chosen;
    rail.show(chosen);
    for (const auto name : pageNames)
        componentOf(name).setVisible(name == chosen);
}

bool PluginEditor::keyPressed(const juce::KeyPress& key)
{
    auto* focused = juce::Component::getCurrentlyFocusedComponent();
    if (key == juce::KeyPress::escapeKey)
    {
        if (focused != nullptr)
            focused->giveAwayKeyboardFocus();
        return true;
    }
    // JUCE's buttons know Return only; who came here with Tab expects the space bar, too.
    auto* button = dynamic_cast<juce::Button*>(focused);
    if (key != juce::KeyPress::spaceKey || button == nullptr)
        return false;
    button->triggerClick();
    return true;
}

void PluginEditor::timerCallback()
{
    showSettings();
    const auto meters = plugin.voiceBridge().takeMeters();
    header.showLevels(meters.input, meters.output);
    const auto figures = plugin.view().figures();
    turns.showLevels(meters.input, meters.output, figures);
    connection.poll();
    conversation.showMore();
    if (frame % framesPerText == 0)
    {
        showState();
        showFigures();
    }
    if (frame % framesPerFileLook == 0)
        agent.lookAtFile();
    ++frame;
}

void PluginEditor::showSettings()
{
    const auto revision = plugin.state().revision();
    if (revision == shownRevision)
        return;
    shownRevision = revision;
    const auto settings = plugin.state().settings();
    cast = castdocument::agentsOf(settings.cast.text);
    firstAgent = castdocument::firstOf(settings.cast.text);
    const auto read = castdocument::check(settings.cast.text, "of this project");
    prices = read ? read.value().prices : std::nullopt;
    agent.show(settings);
    audio.show(settings);
    connection.show(settings);
    remote.show(settings);
}

void PluginEditor::showState()
{
    const auto facts = headerFacts(plugin.view().figures());
    header.show(facts);
    const bool isConnected = plugin.voiceBridge().status().state == realtime::ConnectionState::ready;
    conversation.setConnected(isConnected);
    rail.setConnected(isConnected);
}

void PluginEditor::showFigures()
{
    const auto figures = plugin.view().figures();
    turns.showEcho(figures.echo);
    audio.show(figures, plugin.voiceBridge().counters());
    audio.showRouting(plugin);
    remote.show(plugin.osc().status());
    if (auto changed = plugin.view().conversationUnless(shownConversation))
    {
        shownConversation = changed->revision;
        conversation.show(std::move(*changed));
    }
}

HeaderFacts PluginEditor::headerFacts(const SessionFigures& figures) const
{
    HeaderFacts facts;
    facts.phase = figures.phase;
    facts.isConnectWanted = plugin.control().isConnectWanted();
    const auto& name = figures.agent.empty() ? firstAgent : figures.agent;
    facts.agent = toJuce(name);
    const auto card = std::find_if(cast.begin(), cast.end(), [&](const AgentCard& one) { return one.name == name; });
    facts.voice = card == cast.end() || card->voice.empty() ? juce::String() : toJuce(card->voice);
    if (figures.expiresAt > 0)
        facts.left = std::chrono::seconds(figures.expiresAt - juce::Time::currentTimeMillis() / 1000);
    facts.tokens = figures.usage.inputTokens + figures.usage.outputTokens;
    if (prices && facts.tokens > 0)
        facts.cost = juce::String(prices->costOf(figures.usage), 2) + " " + toJuce(prices->currency);
    addSentence(facts);
    return facts;
}

void PluginEditor::addSentence(HeaderFacts& facts) const
{
    const auto status = plugin.voiceBridge().status();
    facts.sentence = toJuce(status.sentence);
    facts.needsUser =
        status.state == realtime::ConnectionState::failed || status.state == realtime::ConnectionState::reconnecting;
    if (facts.needsUser)
        return;
    if (const auto notice = plugin.state().notice(); !notice.empty())
    {
        facts.sentence = toJuce(notice);
        facts.needsUser = true;
    }
    else if (const auto waiting = plugin.control().changesForNextConnection(); !waiting.empty())
    {
        facts.sentence = "Changed: " + toJuce(joined(waiting)) + ". Disconnect and connect again to use it.";
        facts.needsUser = true;
    }
}

void PluginEditor::paint(juce::Graphics& g)
{
    g.fillAll(theme::ground);
}

void PluginEditor::resized()
{
    auto area = getLocalBounds();
    auto top = area.removeFromTop(header.preferredHeight(getWidth() - 2 * theme::margin) + 2 * theme::gap);
    header.setBounds(top.reduced(theme::margin, theme::gap));
    rail.setBounds(area.removeFromLeft(Rail::width));
    area = area.reduced(theme::margin, 0).withTrimmedBottom(theme::margin);
    for (const auto name : pageNames)
        componentOf(name).setBounds(area);
}

} // namespace parley::plugin
