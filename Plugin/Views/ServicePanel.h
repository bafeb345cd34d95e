// SPDX-License-Identifier: GPL-3.0-or-later
// Which service the agent talks to: Parley's own, OpenAI, Azure, or an address of the user's.
#pragma once

#include "Plugin/PluginState.h"
#include "Plugin/Views/KeyLookup.h"
#include "Plugin/Views/Section.h"

namespace parley::plugin
{

/// @thread message
class ServicePanel : public Section
{
public:
    /// The state must outlive the panel.
    explicit ServicePanel(PluginState& edited);

    void show(const Settings& settings);
    void show(const KeyFinding& found);

    [[nodiscard]] int preferredHeight() const;
    void resized() override;

    std::function<void()> onChanged;       ///< The user finished a change.
    std::function<void()> onHeightChanged; ///< `preferredHeight` differs from before.

private:
    void takeProvider();
    void takeTexts();
    void showHint();
    [[nodiscard]] juce::String hintText() const;

    PluginState& state;
    KeyFinding finding;
    bool isFindingKnown = false;
    bridge::Provider provider = bridge::Provider::local;
    juce::ComboBox providerBox;
    juce::TextEditor urlField;
    juce::TextEditor modelField;
    juce::Label hint;
};

} // namespace parley::plugin
