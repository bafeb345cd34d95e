// SPDX-License-Identifier: GPL-3.0-or-later
// A built bundle in JUCE's own hosting classes.
#pragma once

#include "Plugin/MessageThread.h"

#include <memory>
#include <stdexcept>

namespace parley::tests
{

inline constexpr const char* lv2Uri = "https://parley.example/plugins/parley";

struct BuiltPlugin
{
    juce::PluginDescription description;
    std::unique_ptr<juce::AudioPluginInstance> plugin;
    std::unique_ptr<juce::AudioPluginFormat> format; ///< The LV2 format owns the world its plugins live in.

    BuiltPlugin() = default;
    ~BuiltPlugin()
    {
        onMessageThread([this] { plugin.reset(); });
    }
    BuiltPlugin(const BuiltPlugin&) = delete;
    BuiltPlugin& operator=(const BuiltPlugin&) = delete;

    void prepare(double rate, int frames) const
    {
        onMessageThread([&] { plugin->prepareToPlay(rate, frames); });
    }

    [[nodiscard]] juce::MemoryBlock state() const
    {
        juce::MemoryBlock saved;
        onMessageThread([&] { plugin->getStateInformation(saved); });
        return saved;
    }

    void restore(const juce::MemoryBlock& saved) const
    {
        onMessageThread([&] { plugin->setStateInformation(saved.getData(), static_cast<int>(saved.getSize())); });
    }

    /// Enough channels for all that goes in or out, silent.
    [[nodiscard]] juce::AudioBuffer<float> buffer(int frames) const
    {
        juce::AudioBuffer<float> silent(
            juce::jmax(plugin->getTotalNumInputChannels(), plugin->getTotalNumOutputChannels()), frames);
        silent.clear();
        return silent;
    }

    /// Null: it has none of this name.
    [[nodiscard]] juce::AudioProcessorParameter* find(const juce::String& name) const
    {
        for (auto* parameter : plugin->getParameters())
            if (parameter->getName(64) == name)
                return parameter;
        return nullptr;
    }
};

/// Throws std::runtime_error where the bundle cannot be loaded.
template <typename Format>
std::unique_ptr<BuiltPlugin> load(const juce::String& file)
{
    auto loaded = std::make_unique<BuiltPlugin>();
    onMessageThread(
        [&]
        {
            auto format = std::make_unique<Format>();
            juce::OwnedArray<juce::PluginDescription> types;
            format->searchPathsForPlugins(
                juce::FileSearchPath{juce::File{juce::String(PARLEY_LV2)}.getParentDirectory().getFullPathName()},
                false, false);
            format->findAllTypesForFile(types, file);
            juce::String problem;
            if (!types.isEmpty())
            {
                loaded->description = *types.getFirst();
                loaded->plugin = format->createInstanceFromDescription(*types.getFirst(), 48000.0, 512, problem);
            }
            loaded->format = std::move(format);
            if (loaded->plugin == nullptr)
                throw std::runtime_error("The bundle cannot be loaded. " + problem.toStdString());
        });
    return loaded;
}

inline std::unique_ptr<BuiltPlugin> loadVst3()
{
    return load<juce::VST3PluginFormat>(PARLEY_VST3);
}

inline std::unique_ptr<BuiltPlugin> loadLv2()
{
    return load<juce::LV2PluginFormat>(lv2Uri);
}

} // namespace parley::tests
