// SPDX-License-Identifier: GPL-3.0-or-later
#include "MainView.h"

#include "Plugin/Views/Theme.h"

namespace parley::app
{

namespace theme = plugin::theme;

namespace
{

constexpr int pageWidth = 560;
constexpr int pageHeight = 480;
constexpr int buttonWidth = 148;

} // namespace

MainView::MainView(plugin::PluginProcessor& shownProcessor, AudioDevices& soundDevices)
    : processor(shownProcessor)
    , devices(soundDevices)
    , editor(processor.createEditorIfNeeded())
{
    setLookAndFeel(&lookAndFeel);
    editor->setResizable(false, false);
    addAndMakeVisible(*editor);

    sentence.setTitle("Sound devices in use");
    sentence.setFont(theme::small());
    sentence.setMinimumHorizontalScale(0.9F);
    addAndMakeVisible(sentence);
    deviceButton.setTitle("Choose sound devices");
    deviceButton.setMouseClickGrabsKeyboardFocus(false);
    deviceButton.onClick = [this] { openDevicePage(); };
    addAndMakeVisible(deviceButton);

    devices.onChanged = [this] { showDevices(); };
    showDevices();
    setSize(editor->getWidth(), editor->getHeight() + barHeight);
}

MainView::~MainView()
{
    devices.onChanged = nullptr;
    processor.editorBeingDeleted(editor.get());
    setLookAndFeel(nullptr);
}

void MainView::showDevices()
{
    sentence.setText(devices.sentence(), juce::dontSendNotification);
    sentence.setTooltip(sentence.getText());
    sentence.setColour(juce::Label::textColourId, devices.isOpen() ? theme::quietText : theme::warning);
}

void MainView::openDevicePage()
{
    auto page = std::make_unique<juce::AudioDeviceSelectorComponent>(devices.deviceManager(), 0, 2, 1, 2, false, false,
                                                                     true, false);
    page->setLookAndFeel(nullptr);
    page->setSize(pageWidth, pageHeight);

    juce::DialogWindow::LaunchOptions options;
    options.dialogTitle = "Sound devices";
    options.dialogBackgroundColour = theme::ground;
    options.componentToCentreAround = this;
    options.useNativeTitleBar = true;
    options.resizable = false;
    options.content.setOwned(page.release());
    options.launchAsync();
}

void MainView::paint(juce::Graphics& g)
{
    g.fillAll(theme::ground);
    g.setColour(theme::outline);
    g.fillRect(0, getHeight() - barHeight, getWidth(), 1);
}

void MainView::resized()
{
    auto area = getLocalBounds();
    auto bar = area.removeFromBottom(barHeight).reduced(theme::margin, 6);
    deviceButton.setBounds(bar.removeFromRight(buttonWidth));
    bar.removeFromRight(theme::gap);
    sentence.setBounds(bar);
    editor->setBounds(area);
}

} // namespace parley::app
