// SPDX-License-Identifier: GPL-3.0-or-later
#include "MainWindow.h"

#include "Plugin/Views/Theme.h"

namespace parley::app
{

namespace
{

constexpr const char* stateName = "state";
constexpr const char* devicesName = "devices";
constexpr const char* placeName = "window";

} // namespace

MainWindow::MainWindow(juce::PropertiesFile& savedSettings)
    : DocumentWindow("Parley", plugin::theme::ground, DocumentWindow::allButtons)
    , file(savedSettings)
{
    juce::LookAndFeel::setDefaultLookAndFeel(&lookAndFeel);
    setUsingNativeTitleBar(true);
    restore();
    setContentOwned(std::make_unique<MainView>(processor, devices).release(), true);
    setResizable(true, false);
    setResizeLimits(plugin::PluginEditor::smallestWidth, plugin::PluginEditor::smallestHeight + MainView::barHeight,
                    plugin::PluginEditor::largestSide, plugin::PluginEditor::largestSide);
    centreWithSize(getWidth(), getHeight());
    if (const auto place = file.getValue(placeName); place.isNotEmpty())
        restoreWindowStateFromString(place);
    setVisible(true);
}

MainWindow::~MainWindow()
{
    clearContentComponent();
    juce::LookAndFeel::setDefaultLookAndFeel(nullptr);
}

void MainWindow::closeButtonPressed()
{
    juce::JUCEApplication::getInstance()->systemRequestedQuit();
}

void MainWindow::restore()
{
    const auto state = file.getValue(stateName);
    if (state.isNotEmpty())
        processor.setStateInformation(state.toRawUTF8(), static_cast<int>(state.getNumBytesAsUTF8()));
    const auto saved = file.getXmlValue(devicesName);
    devices.open(saved.get());
}

void MainWindow::save()
{
    juce::MemoryBlock state;
    processor.getStateInformation(state);
    file.setValue(stateName, state.toString());
    const auto chosen = devices.settings();
    if (chosen != nullptr)
        file.setValue(devicesName, chosen.get());
    file.setValue(placeName, getWindowStateAsString());
    file.saveIfNeeded();
}

} // namespace parley::app
