// SPDX-License-Identifier: GPL-3.0-or-later
// The top of every page: connect, how the agent stands, who speaks, what it costs, and how loud both are.
#pragma once

#include "Plugin/Views/FactView.h"
#include "Plugin/Views/LevelMeter.h"
#include "Plugin/Views/StatusView.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace parley::plugin
{

struct HeaderFacts
{
    Phase phase = Phase::offline;
    bool isConnectWanted = false;
    juce::String sentence;  ///< What is behind it, or what to do.
    bool needsUser = false; ///< The sentence says what to do.
    juce::String agent;
    juce::String voice;                       ///< Empty: the service's own default.
    std::optional<std::chrono::seconds> left; ///< Until the session ends; empty: not known.
    std::int64_t tokens = 0;
    juce::String cost; ///< Empty: no prices are known.
};

/// @thread message
class HeaderView : public juce::Component
{
public:
    HeaderView();

    void show(const HeaderFacts& facts);
    /// Peaks, full scale at 1; to be called LevelMeter::framesPerSecond times a second.
    void showLevels(float input, float output);

    /// The header's height at this width: a long sentence takes two lines.
    [[nodiscard]] int preferredHeight(int width) const;

    void resized() override;

    std::function<void()> onConnect;       ///< The connection button was pressed.
    std::function<void()> onHeightChanged; ///< `preferredHeight` differs from before.

private:
    void showConnectButton(const HeaderFacts& facts);
    void showSentence(const HeaderFacts& facts);

    juce::TextButton connectButton;
    StatusView status;
    FactView agent{"Agent", "Agent", 52};
    FactView voice{"Voice", "Voice", 52};
    FactView left{"Left", "Session time left", 38};
    FactView tokens{"Tokens", "Tokens so far", 52};
    FactView cost{"Cost", "Cost (estimate)", 38};
    LevelMeter input{"In", "Input level"};
    LevelMeter output{"Out", "Output level"};
    juce::Label sentence;
};

} // namespace parley::plugin
