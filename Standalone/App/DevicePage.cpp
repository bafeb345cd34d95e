// SPDX-License-Identifier: GPL-3.0-or-later
#include "DevicePage.h"

#include "Plugin/Views/Theme.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::app
{

namespace theme = plugin::theme;

namespace
{

constexpr int framesPerSecond = 10;
constexpr float fallEachFrame = 0.7F;
constexpr float lowestDb = -90.0F;
constexpr int labelWidth = 110;
constexpr std::array rates{16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000};
constexpr std::array blocks{64, 128, 256, 512, 1024, 2048, 4096};

template <std::size_t count>
std::vector<std::string> texts(const std::array<int, count>& numbers)
{
    std::vector<std::string> list;
    for (const int number : numbers)
        list.push_back(std::to_string(number));
    return list;
}

int numberIn(const std::string& text)
{
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string textOf(int number)
{
    return number == 0 ? std::string() : std::to_string(number);
}

juce::String levelText(float peak, InputState state)
{
    if (const auto what = sentenceFor(state); !what.empty())
        return juce::String(what.data(), what.size());
    const float decibels = juce::Decibels::gainToDecibels(peak, lowestDb);
    return decibels <= lowestDb ? juce::String("The microphone is quiet.")
                                : "The microphone gives " + juce::String(juce::roundToInt(decibels)) + " dB.";
}

} // namespace

DevicePage::DevicePage(AudioDevices& shownDevices)
    : devices(shownDevices)
{
    prepare(driver, "Driver", "How the sound devices are reached");
    prepare(input, "Microphone", "What the agent hears. A chosen one is waited for while it is away");
    prepare(output, "Loudspeaker", "Where the agent speaks. A chosen one is waited for while it is away");
    prepare(rate, "Sample rate", "In Hz. One that the device does not offer is replaced by its own");
    prepare(block, "Block size", "In frames. Smaller blocks answer sooner and need more of the machine");
    level.setTitle("Microphone level");
    sentence.setTitle("Sound devices in use");
    for (auto* label : {&level, &sentence})
    {
        label->setFont(theme::small());
        label->setMinimumHorizontalScale(1.0F);
        label->setJustificationType(juce::Justification::topLeft);
        addAndMakeVisible(*label);
    }
    again.setTooltip("Asks the system which devices are there");
    again.onClick = [this] { lookAgain(); };
    addAndMakeVisible(again);
    setSize(standardWidth, standardHeight);
    lookAgain();
    startTimerHz(framesPerSecond);
}

void DevicePage::prepare(Row& row, const juce::String& name, const juce::String& help)
{
    row.label.setText(name, juce::dontSendNotification);
    row.label.setFont(theme::small());
    row.label.setColour(juce::Label::textColourId, theme::quietText);
    row.box.setTitle(name);
    row.box.setTooltip(help);
    row.box.onChange = [this] { choose(); };
    addAndMakeVisible(row.label);
    addAndMakeVisible(row.box);
}

void DevicePage::fill(Row& row, const juce::String& first, std::vector<std::string> values, const std::string& chosen)
{
    const auto isThere = [&](const std::string& value) { return std::ranges::find(values, value) != values.end(); };
    const bool isAway = !chosen.empty() && !isThere(chosen);
    if (isAway)
        values.push_back(chosen);
    row.values = std::move(values);
    row.box.clear(juce::dontSendNotification);
    row.box.addItem(first, 1);
    for (std::size_t i = 0; i < row.values.size(); ++i)
    {
        const bool isAbsent = isAway && i + 1 == row.values.size();
        row.box.addItem(juce::String(row.values[i]) + (isAbsent ? " (away)" : ""), static_cast<int>(i) + 2);
    }
    const auto found = std::ranges::find(row.values, chosen);
    const auto position = found == row.values.end() ? -1 : static_cast<int>(found - row.values.begin());
    row.box.setSelectedId(chosen.empty() ? 1 : position + 2, juce::dontSendNotification);
}

std::string DevicePage::chosenIn(const Row& row)
{
    const int position = row.box.getSelectedId() - 2;
    return position < 0 ? std::string() : row.values.at(static_cast<std::size_t>(position));
}

void DevicePage::lookAgain()
{
    offered = devices.offered();
    show();
}

void DevicePage::show()
{
    const auto& choice = devices.choice();
    std::vector<std::string> drivers;
    for (const auto& one : offered)
        drivers.push_back(one.driver);
    fill(driver, "Whichever has devices", drivers, choice.driver);
    fill(input, "Follow the system", names(&DriverDevices::inputs), choice.input);
    fill(output, "Follow the system", names(&DriverDevices::outputs), choice.output);
    fill(rate, "The device's own", texts(rates), textOf(juce::roundToInt(choice.sampleRate)));
    fill(block, "The device's own", texts(blocks), textOf(choice.blockSize));
    timerCallback();
}

std::vector<std::string> DevicePage::names(std::vector<std::string> DriverDevices::*direction) const
{
    std::vector<std::string> list;
    for (const auto& one : offered)
        if (devices.choice().driver.empty() || devices.choice().driver == one.driver)
            for (const auto& name : one.*direction)
                if (std::ranges::find(list, name) == list.end())
                    list.push_back(name);
    return list;
}

void DevicePage::choose()
{
    DeviceChoice choice{.driver = chosenIn(driver),
                        .input = chosenIn(input),
                        .output = chosenIn(output),
                        .sampleRate = static_cast<double>(numberIn(chosenIn(rate))),
                        .blockSize = numberIn(chosenIn(block))};
    // Each driver has names of its own.
    if (choice.driver != devices.choice().driver)
        choice.input = choice.output = {};
    devices.choose(choice);
    if (onChosen)
        onChosen(choice);
    lookAgain();
}

void DevicePage::timerCallback()
{
    heldPeak = std::max(devices.takeInputPeak(), heldPeak * fallEachFrame);
    const auto state = devices.input();
    level.setText(devices.isOpen() ? levelText(heldPeak, state) : juce::String(), juce::dontSendNotification);
    level.setColour(juce::Label::textColourId, sentenceFor(state).empty() ? theme::text : theme::warning);
    sentence.setText(devices.sentence(), juce::dontSendNotification);
    sentence.setColour(juce::Label::textColourId, devices.isOpen() ? theme::quietText : theme::warning);
}

void DevicePage::paint(juce::Graphics& g)
{
    g.fillAll(theme::ground);
}

void DevicePage::resized()
{
    auto area = getLocalBounds().reduced(theme::margin);
    for (auto* row : {&driver, &input, &output, &rate, &block})
    {
        auto line = area.removeFromTop(theme::controlHeight);
        row->label.setBounds(line.removeFromLeft(labelWidth));
        row->box.setBounds(line);
        area.removeFromTop(theme::gap);
    }
    again.setBounds(area.removeFromBottom(theme::controlHeight).removeFromRight(labelWidth));
    level.setBounds(area.removeFromTop(area.getHeight() / 2));
    sentence.setBounds(area);
}

} // namespace parley::app
