// SPDX-License-Identifier: GPL-3.0-or-later
// Where sound devices are chosen: followed or pinned, with what the microphone gives at this moment.
#pragma once

#include "AudioDevices.h"

#include <JuceHeader.h>

#include <functional>
#include <string>
#include <vector>

namespace parley::app
{

/// @thread message
class DevicePage : public juce::Component, private juce::Timer
{
public:
    /// Must outlive the page.
    explicit DevicePage(AudioDevices& shownDevices);

    std::function<void(const DeviceChoice&)> onChosen; ///< The user has chosen, and it is done.

    void paint(juce::Graphics& g) override;
    void resized() override;

    static constexpr int standardWidth = 560;
    static constexpr int standardHeight = 360;

private:
    /// One row: what it is, and what may be chosen. The first entry leaves the choice to the system.
    struct Row
    {
        juce::Label label;
        juce::ComboBox box;
        std::vector<std::string> values; ///< Of the entries after the first.
    };

    void timerCallback() override;
    void prepare(Row& row, const juce::String& name, const juce::String& help);
    void fill(Row& row, const juce::String& first, std::vector<std::string> values, const std::string& chosen);
    [[nodiscard]] static std::string chosenIn(const Row& row);
    /// Asks the system which devices are there.
    void lookAgain();
    void show();
    void choose();
    [[nodiscard]] std::vector<std::string> names(std::vector<std::string> DriverDevices::*direction) const;

    AudioDevices& devices;
    std::vector<DriverDevices> offered;
    Row driver;
    Row input;
    Row output;
    Row rate;
    Row block;
    juce::Label level;
    juce::Label sentence;
    juce::TextButton again{"Look again"};
    float heldPeak = 0;
};

} // namespace parley::app
