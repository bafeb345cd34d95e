// SPDX-License-Identifier: GPL-3.0-or-later
// The window of one instance. It shows and edits; it never connects by itself.
#pragma once

#include "Plugin/PluginProcessor.h"
#include "Plugin/Views/AgentPanel.h"
#include "Plugin/Views/AudioPanel.h"
#include "Plugin/Views/ConversationPanel.h"
#include "Plugin/Views/LookAndFeel.h"
#include "Plugin/Views/ServicePanel.h"
#include "Plugin/Views/StatusView.h"

namespace parley::plugin
{

/// @thread message
class PluginEditor : public juce::AudioProcessorEditor, private juce::Timer
{
public:
    explicit PluginEditor(PluginProcessor& shown);
    ~PluginEditor() override;

    void paint(juce::Graphics& g) override;
    void resized() override;

    static constexpr int standardWidth = 720;
    static constexpr int standardHeight = 520;
    static constexpr int smallestWidth = 640;
    static constexpr int smallestHeight = 480;
    static constexpr int largestSide = 4096;

private:
    void timerCallback() override;
    void showSettings();
    void showStatus();
    void showTranscript();
    void tellHost();
    void prepareConnectButton();
    void wirePanels();

    PluginProcessor& plugin;
    LookAndFeel lookAndFeel;
    KeyLookup keys;
    std::uint64_t shownRevision = ~std::uint64_t{0};
    int frame = 0;

    juce::TextButton connectButton;
    StatusView status;
    ServicePanel service;
    AgentPanel agent;
    ConversationPanel conversation;
    AudioPanel audio;
    juce::TooltipWindow tooltips{this};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PluginEditor)
};

} // namespace parley::plugin
