// SPDX-License-Identifier: GPL-3.0-or-later
// ParleyApp's one window: a processor, the sound devices, and what was set last time.
#pragma once

#include "AgentControl.h"
#include "AppSettings.h"
#include "AudioDevices.h"
#include "MainView.h"
#include "Plugin/PluginProcessor.h"

namespace parley::app
{

/// @thread message
class MainWindow : public juce::DocumentWindow
{
public:
    /// The settings must outlive the window. Restores what was saved; connects nothing.
    explicit MainWindow(AppSettings& savedSettings);
    ~MainWindow() override;

    /// Takes what the command line says, opens the devices, and connects where that is wanted.
    [[nodiscard]] Result<void> start(const Options& options);

    void closeButtonPressed() override;

    /// Writes settings and the window's place.
    void save();

private:
    AppSettings& settings;
    plugin::LookAndFeel lookAndFeel;
    plugin::PluginProcessor processor;
    AgentControl agent{processor};
    AudioDevices devices{processor};
    MainView* view = nullptr; ///< Owned by the window's base.

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainWindow)
};

} // namespace parley::app
