// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's editor with a bar below it: which sound devices are in use, what is wrong with them or with the
// microphone, and a button to choose others.
#pragma once

#include "AudioDevices.h"
#include "Plugin/PluginEditor.h"

#include <functional>

namespace parley::app
{

/// @thread message
class MainView : public juce::Component
{
public:
    /// Both must outlive the view.
    MainView(plugin::PluginProcessor& shownProcessor, AudioDevices& soundDevices);
    ~MainView() override;

    /// The user has chosen devices.
    std::function<void(const DeviceChoice&)> onDevicesChosen;

    /// Gives the window the editor's limits, with room for the bar.
    void limit(juce::ResizableWindow& window) const;

    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    void showDevices();
    void openDevicePage();

    plugin::LookAndFeel lookAndFeel;
    plugin::PluginProcessor& processor;
    AudioDevices& devices;
    std::unique_ptr<juce::AudioProcessorEditor> editor;
    juce::Label sentence;
    juce::TextButton deviceButton{"Sound devices..."};
    juce::Component::SafePointer<juce::DialogWindow> dialog;
};

} // namespace parley::app
