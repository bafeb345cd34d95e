// SPDX-License-Identifier: GPL-3.0-or-later
#include "MainWindow.h"

#include "Plugin/Views/Theme.h"

namespace parley::app
{

MainWindow::MainWindow(AppSettings& savedSettings)
    : DocumentWindow("Parley", plugin::theme::ground, DocumentWindow::allButtons)
    , settings(savedSettings)
{
    juce::LookAndFeel::setDefaultLookAndFeel(&lookAndFeel);
    setUsingNativeTitleBar(true);
    if (const auto state = settings.pluginState(); state.isNotEmpty())
        processor.setStateInformation(state.toRawUTF8(), static_cast<int>(state.getNumBytesAsUTF8()));
    devices.isMuted = [this] { return agent.isMuted(); };
    auto made = std::make_unique<MainView>(processor, devices);
    view = made.get();
    view->onDevicesChosen = [this](const DeviceChoice& choice)
    {
        settings.setDevices(choice);
        settings.save();
    };
    setContentOwned(made.release(), true);
    setResizable(true, false);
    view->limit(*this);
    centreWithSize(getWidth(), getHeight());
    if (const auto place = settings.windowPlace(); place.isNotEmpty())
        restoreWindowStateFromString(place);
    setVisible(true);
}

MainWindow::~MainWindow()
{
    clearContentComponent();
    juce::LookAndFeel::setDefaultLookAndFeel(nullptr);
}

Result<void> MainWindow::start(const Options& options)
{
    if (auto configured = agent.configure(options.agent); !configured)
        return configured;
    devices.start(options.devices.value_or(settings.devices()));
    if (options.connects)
        agent.connect();
    return {};
}

void MainWindow::closeButtonPressed()
{
    juce::JUCEApplication::getInstance()->systemRequestedQuit();
}

void MainWindow::save()
{
    if (auto* editor = dynamic_cast<plugin::PluginEditor*>(processor.getActiveEditor()))
        editor->commit();
    juce::MemoryBlock state;
    processor.getStateInformation(state);
    settings.setPluginState(state.toString());
    settings.setWindowPlace(getWindowStateAsString());
    settings.save();
}

} // namespace parley::app
