// SPDX-License-Identifier: GPL-3.0-or-later
// What the app remembers: the plugin's state, the chosen sound devices, and where the window was.
#pragma once

#include "DeviceChoice.h"

#include <JuceHeader.h>

namespace parley::app
{

/// A file that is damaged is put aside under the name FILE.damaged, and everything begins with its default. Each
/// trouble is a warning in the log; none stops the app. Never holds a key: the plugin's state has none.
/// @thread message
class AppSettings
{
public:
    /// The user's own file, in the place that the system has for such.
    AppSettings();
    explicit AppSettings(const juce::File& file);

    [[nodiscard]] juce::String pluginState() const;
    [[nodiscard]] DeviceChoice devices() const;
    [[nodiscard]] juce::String windowPlace() const;

    void setPluginState(const juce::String& state);
    void setDevices(const DeviceChoice& choice);
    void setWindowPlace(const juce::String& place);

    /// Writes what has changed.
    void save();

private:
    [[nodiscard]] static juce::File putAsideIfDamaged(const juce::File& file);

    juce::PropertiesFile values;
};

} // namespace parley::app
