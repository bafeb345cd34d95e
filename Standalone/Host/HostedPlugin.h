// SPDX-License-Identifier: GPL-3.0-or-later
// A plugin loaded from disk through the door that every host uses: VST3 or LV2.
#pragma once

#include "Base/Result.h"
#include "BundleLink.h"

#include <JuceHeader.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace parley::host
{

/// Everything but `process` belongs to the message thread.
class HostedPlugin
{
public:
    struct Layout
    {
        int sampleRate = 48000;
        int channels = 2; ///< Of the main input and the main output.
        int largestBlock = 480;
    };

    /// What keeps a plugin's code and files in reach; outlives the plugin.
    struct Source
    {
        std::unique_ptr<BundleLink> link; ///< For formats that search whole directories.
        std::unique_ptr<juce::AudioPluginFormat> format;
    };

    /// Loads and prepares it. Errors say whether it is not there, is no plugin, or does not take the layout.
    [[nodiscard]] static Result<std::unique_ptr<HostedPlugin>> load(const std::filesystem::path& file,
                                                                    const Layout& layout);
    /// Prepares a plugin whose buses have the layout already; `load` is the way to get one.
    HostedPlugin(Source from, std::unique_ptr<juce::AudioPluginInstance> loaded, const Layout& chosen);
    ~HostedPlugin();
    HostedPlugin(const HostedPlugin&) = delete;
    HostedPlugin& operator=(const HostedPlugin&) = delete;

    /// Changes the service's address in the plugin's state, as a project with that address in it would.
    [[nodiscard]] Result<void> pointAt(const std::string& url);

    /// Switches a boolean parameter, found by its name whatever the case.
    [[nodiscard]] Result<void> setSwitch(std::string_view name, bool isOn);

    /// One block of silence, of the layout's largest size: from then on the plugin takes a switch for a deed. Before
    /// `process` is called.
    void processSilence();

    /// In place, on the layout's channels; at most its largest block.
    /// @thread audio
    void process(float* const* channels, int frames);

private:
    Source source;
    std::unique_ptr<juce::AudioPluginInstance> plugin;
    Layout layout;
    juce::AudioBuffer<float> scratch;
    juce::MidiBuffer midi;
};

} // namespace parley::host
