// SPDX-License-Identifier: GPL-3.0-or-later
// The window of one instance: a header, a rail of pages, and the page that is open. It shows and edits; it never
// connects by itself, and nothing in it waits.
#pragma once

#include "Plugin/PluginProcessor.h"
#include "Plugin/Views/AgentPage.h"
#include "Plugin/Views/AudioPage.h"
#include "Plugin/Views/ConnectionPage.h"
#include "Plugin/Views/ConversationPage.h"
#include "Plugin/Views/HeaderView.h"
#include "Plugin/Views/LookAndFeel.h"
#include "Plugin/Views/Rail.h"
#include "Plugin/Views/RemotePage.h"
#include "Plugin/Views/TurnsPage.h"

namespace parley::plugin
{

/// The keyboard stays with the host until a text field is clicked or Tab is pressed in the window; Escape gives it
/// back.
/// @thread message
class PluginEditor : public juce::AudioProcessorEditor, private juce::Timer
{
public:
    explicit PluginEditor(PluginProcessor& shown);
    ~PluginEditor() override;

    void showPage(PageName page);
    /// Takes over what is written in a field that has not lost the keyboard yet; to be called before the window goes.
    void commit();
    /// Only the words of the project's agents, which may be taken over at any time while somebody writes on.
    void commitWords();
    [[nodiscard]] PageName page() const noexcept { return openPage; }
    [[nodiscard]] ConversationPage& conversationPage() noexcept { return conversation; }
    [[nodiscard]] AgentPage& agentPage() noexcept { return agent; }
    [[nodiscard]] ConnectionPage& connectionPage() noexcept { return connection; }

    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

    static constexpr int standardWidth = 900;
    static constexpr int standardHeight = 600;
    static constexpr int smallestWidth = 760;
    static constexpr int smallestHeight = 500;
    static constexpr int largestSide = 4096;

private:
    void timerCallback() override;
    void showSettings();
    void showState();
    void showFigures();
    void tellHost();
    void wire();
    [[nodiscard]] juce::Component& componentOf(PageName page);
    [[nodiscard]] HeaderFacts headerFacts(const SessionFigures& figures) const;
    /// What the user should know or do now.
    void addSentence(HeaderFacts& facts) const;

    PluginProcessor& plugin;
    LookAndFeel lookAndFeel;
    std::uint64_t shownRevision = ~std::uint64_t{0};
    std::uint64_t shownConversation = ~std::uint64_t{0};
    std::vector<AgentCard> cast;
    std::string firstAgent;
    std::optional<cast::Prices> prices;
    int frame = 0;
    PageName openPage = PageName::conversation;

    HeaderView header;
    Rail rail;
    ConversationPage conversation;
    AgentPage agent;
    TurnsPage turns;
    AudioPage audio;
    ConnectionPage connection;
    RemotePage remote;
    juce::TooltipWindow tooltips{this};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PluginEditor)
};

} // namespace parley::plugin
