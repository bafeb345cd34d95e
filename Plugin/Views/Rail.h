// SPDX-License-Identifier: GPL-3.0-or-later
// The left edge: the pages, and below them what a performance needs at once, whatever page is open.
#pragma once

#include "Plugin/Parameters.h"
#include "Plugin/Views/TalkButton.h"

#include <JuceHeader.h>

#include <array>

namespace parley::plugin
{

enum class PageName
{
    conversation,
    agent,
    turns,
    audio,
    connection,
    remote
};

inline constexpr std::array pageNames{PageName::conversation, PageName::agent,      PageName::turns,
                                      PageName::audio,        PageName::connection, PageName::remote};
inline constexpr std::array<const char*, pageNames.size()> pageTitles{"Conversation", "Agent",      "Turn-taking",
                                                                      "Audio",        "Connection", "Remote"};

/// @thread message
class Rail : public juce::Component
{
public:
    /// The parameters must outlive the rail.
    explicit Rail(Parameters& edited);

    void show(PageName page);
    /// Whether the agent can be talked to.
    void setConnected(bool isConnected);

    void paint(juce::Graphics& g) override;
    void resized() override;

    std::function<void(PageName)> onPage;
    std::function<void()> onInterrupt;
    std::function<void()> onNewVisitor;

    static constexpr int width = 152;

private:
    void addPages();
    void addDeeds();

    std::array<juce::TextButton, pageTitles.size()> pages;
    TalkButton talk;
    juce::TextButton muteMic{"Mute mic"};
    juce::TextButton muteAgent{"Mute agent"};
    juce::TextButton interrupt{"Interrupt"};
    juce::TextButton newVisitor{"New visitor"};
    juce::ButtonParameterAttachment muteMicAttachment;
    juce::ButtonParameterAttachment muteAgentAttachment;
};

} // namespace parley::plugin
