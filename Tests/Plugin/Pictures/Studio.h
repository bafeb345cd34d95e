// SPDX-License-Identifier: GPL-3.0-or-later
// One instance with its window on the screen and a host that plays, and the pictures that are taken of it.
#pragma once

#include "Plugin/Instance.h"
#include "Plugin/Pictures/LiveHost.h"

#include <functional>
#include <string>

namespace parley::tests
{

/// Waits end with an exception that says what did not come.
class Studio
{
public:
    /// The pictures are written into this folder.
    explicit Studio(juce::File pictureFolder);
    ~Studio();

    /// Opens the page and writes `page-state.png`.
    void picture(plugin::PageName page, const std::string& state);
    void pictureOfEachPage(const std::string& state);

    /// Speech in the voice of a visitor.
    void say(const std::string& words);
    /// Writes the line and waits until it was answered, to the end of the answer's sound.
    void ask(const std::string& line);
    void waitFor(const std::string& what, const std::function<bool()>& question, int deadlineMs = 20000);
    /// Waits until nobody speaks and nothing is awaited.
    void waitForQuiet();

    plugin::PluginProcessor& plugin() { return *instance; }
    plugin::PluginEditor& window() { return *editor; }
    [[nodiscard]] std::size_t entries(plugin::LogEntry::Kind kind, plugin::LogEntry::State state) const;

private:
    juce::File folder;
    Instance instance;
    plugin::PluginEditor* editor = nullptr;
    LiveHost host;
};

} // namespace parley::tests
