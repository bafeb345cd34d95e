// SPDX-License-Identifier: GPL-3.0-or-later
#include "MainView.h"

#include "DevicePage.h"
#include "Plugin/Views/Theme.h"

namespace parley::app
{

namespace theme = plugin::theme;

namespace
{

constexpr int barHeight = 40;
constexpr int buttonWidth = 148;

} // namespace

MainView::MainView(plugin::PluginProcessor& shownProcessor, AudioDevices& soundDevices)
    : processor(shownProcessor)
    , devices(soundDevices)
    , editor(processor.createEditorIfNeeded())
{
    setLookAndFeel(&lookAndFeel);
    editor->setResizable(true, false); // The window has a frame of its own.
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
    dialog.deleteAndZero();
    devices.onChanged = nullptr;
    processor.editorBeingDeleted(editor.get());
    setLookAndFeel(nullptr);
}

void MainView::limit(juce::ResizableWindow& window) const
{
    if (const auto* limits = editor->getConstrainer(); limits != nullptr)
        window.setResizeLimits(limits->getMinimumWidth(), limits->getMinimumHeight() + barHeight,
                               limits->getMaximumWidth(), limits->getMaximumHeight() + barHeight);
}

void MainView::showDevices()
{
    const auto problem = sentenceFor(devices.input());
    const bool isWell = devices.isOpen() && problem.empty();
    const auto said =
        devices.isOpen() && !problem.empty() ? juce::String(problem.data(), problem.size()) : devices.sentence();
    sentence.setText(said, juce::dontSendNotification);
    sentence.setTooltip(said == devices.sentence() ? said : said + "\n" + devices.sentence());
    sentence.setColour(juce::Label::textColourId, isWell ? theme::quietText : theme::warning);
}

void MainView::openDevicePage()
{
    if (dialog != nullptr)
    {
        dialog->toFront(true);
        return;
    }
    auto page = std::make_unique<DevicePage>(devices);
    page->onChosen = [this](const DeviceChoice& choice)
    {
        if (onDevicesChosen)
            onDevicesChosen(choice);
    };
    juce::DialogWindow::LaunchOptions options;
    options.dialogTitle = "Sound devices";
    options.dialogBackgroundColour = theme::ground;
    options.componentToCentreAround = this;
    options.useNativeTitleBar = true;
    options.resizable = false;
    options.content.setOwned(page.release());
    dialog = options.launchAsync();
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
