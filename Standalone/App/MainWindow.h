// SPDX-License-Identifier: GPL-3.0-or-later
// ParleyApp's one window: a processor, the sound devices, and what was set last time.
#pragma once

#include "AudioDevices.h"
#include "MainView.h"
#include "Plugin/PluginProcessor.h"

namespace parley::app
{

/// @thread message
class MainWindow : public juce::DocumentWindow
{
public:
    /// The file must outlive the window. Restores what was saved; connects nothing.
    explicit MainWindow(juce::PropertiesFile& savedSettings);
    ~MainWindow() override;

    void closeButtonPressed() override;

    /// Writes settings, devices and the window's place to the file.
    void save();

private:
    void restore();

    juce::PropertiesFile& file;
    plugin::LookAndFeel lookAndFeel;
    plugin::PluginProcessor processor;
    AudioDevices devices{processor};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainWindow)
};

} // namespace parley::app
