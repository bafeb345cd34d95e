// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's editor with a bar below it: which sound devices are in use, and a button to choose others.
#pragma once

#include "AudioDevices.h"
#include "Plugin/PluginEditor.h"

namespace parley::app
{

/// @thread message
class MainView : public juce::Component
{
public:
    /// Both must outlive the view.
    MainView(plugin::PluginProcessor& shownProcessor, AudioDevices& soundDevices);
    ~MainView() override;

    void paint(juce::Graphics& g) override;
    void resized() override;

    static constexpr int barHeight = 40;

private:
    void showDevices();
    void openDevicePage();

    plugin::LookAndFeel lookAndFeel;
    plugin::PluginProcessor& processor;
    AudioDevices& devices;
    std::unique_ptr<juce::AudioProcessorEditor> editor;
    juce::Label sentence;
    juce::TextButton deviceButton{"Sound devices..."};
};

} // namespace parley::app
