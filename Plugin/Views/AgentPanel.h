// SPDX-License-Identifier: GPL-3.0-or-later
// Who speaks and how turns are found: voice, instructions, turn detection.
#pragma once

#include "Plugin/PluginState.h"
#include "Plugin/Views/Section.h"

namespace parley::plugin
{

/// @thread message
class AgentPanel : public Section
{
public:
    /// The state must outlive the panel.
    explicit AgentPanel(PluginState& edited);

    void show(const Settings& settings);
    void resized() override;

    std::function<void()> onChanged; ///< The user finished a change.

private:
    void addInstructions();
    void addVoice();
    void addTurns();
    /// Takes every control over into the state.
    void take();
    void finish();
    void showTurns(const TurnSettings& turns);

    PluginState& state;
    juce::TextEditor instructions;
    juce::Label voiceLabel{{}, "Voice"};
    juce::ComboBox voice;
    juce::Label turnLabel{{}, "Turns"};
    juce::ComboBox turnMode;
    juce::Label pauseLabel{{}, "Pause"};
    juce::Slider pause;
    juce::ComboBox eagerness;
};

} // namespace parley::plugin
