// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostedPlugin.h"

#include "LoadedCode.h"
#include "PluginState.h"

#include <algorithm>

namespace parley::host
{

namespace
{

Error cannotLoad(const std::filesystem::path& file, ErrorCode code, const std::string& why)
{
    return Error{code, file.string() + " " + why, "plugin", {}, {}};
}

/// The plugin's URI, from the manifest that each LV2 bundle has; empty where there is none.
juce::String uriOfBundle(const juce::File& bundle)
{
    const auto manifest = bundle.getChildFile("manifest.ttl").loadFileAsString();
    const auto statement = manifest.upToFirstOccurrenceOf("lv2:Plugin", false, false);
    if (statement.length() == manifest.length())
        return {};
    return statement.fromLastOccurrenceOf("<", false, false).upToFirstOccurrenceOf(">", false, false);
}

struct Found
{
    HostedPlugin::Source source;
    juce::PluginDescription description;
};

Result<Found> findVst3(const std::filesystem::path& file)
{
    Found found{{nullptr, std::make_unique<juce::VST3PluginFormat>()}, {}};
    juce::OwnedArray<juce::PluginDescription> types;
    found.source.format->findAllTypesForFile(types, juce::String(file.string()));
    if (types.isEmpty())
        return cannotLoad(file, ErrorCode::fileInvalid,
                          "is not a VST3 plugin that can be loaded here: check that it was built for this machine, and "
                          "that the whole bundle is there.");
    found.description = *types.getFirst();
    return found;
}

Result<Found> findLv2(const std::filesystem::path& file)
{
    auto link = BundleLink::create(file);
    if (!link)
        return link.error();
    const auto directory = link.value()->directory().string();
    juce::OwnedArray<juce::PluginDescription> types;
    Found found{{std::move(link).value(), nullptr}, {}};
    if (const auto uri = uriOfBundle(juce::File{juce::String(file.string())}); uri.isNotEmpty())
    {
        found.source.format = std::make_unique<juce::LV2PluginFormat>();
        found.source.format->searchPathsForPlugins(juce::FileSearchPath{juce::String(directory)}, false);
        found.source.format->findAllTypesForFile(types, uri);
    }
    if (types.isEmpty())
        return cannotLoad(file, ErrorCode::fileInvalid,
                          "is not an LV2 plugin that can be loaded here: check that its manifest.ttl names a plugin, "
                          "and that it was built for this machine.");
    found.description = *types.getFirst();
    return found;
}

Result<Found> find(const std::filesystem::path& file)
{
    if (std::error_code problem; !std::filesystem::exists(file, problem))
        return cannotLoad(file, ErrorCode::fileNotFound, "is not there: build the plugin first, or check the path.");
    const auto absolute = std::filesystem::canonical(file);
    if (absolute.extension() == ".vst3")
        return findVst3(absolute);
    if (absolute.extension() == ".lv2")
        return findLv2(absolute);
    return cannotLoad(file, ErrorCode::fileInvalid, "is not a plugin: give a .vst3 or a .lv2 bundle.");
}

bool setLayout(juce::AudioPluginInstance& plugin, int channels)
{
    auto buses = plugin.getBusesLayout();
    const auto set = channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
    for (auto* direction : {&buses.inputBuses, &buses.outputBuses})
    {
        if (direction->isEmpty())
            return false;
        direction->fill(juce::AudioChannelSet::disabled());
        direction->set(0, set);
    }
    return plugin.setBusesLayout(buses);
}

} // namespace

HostedPlugin::HostedPlugin(Source from, std::unique_ptr<juce::AudioPluginInstance> loaded, const Layout& chosen)
    : source(std::move(from))
    , plugin(std::move(loaded))
    , layout(chosen)
    , scratch(std::max({plugin->getTotalNumInputChannels(), plugin->getTotalNumOutputChannels(), chosen.channels}),
              std::max(1, chosen.largestBlock))
{
    plugin->prepareToPlay(layout.sampleRate, scratch.getNumSamples());
}

HostedPlugin::~HostedPlugin()
{
    plugin->releaseResources();
}

Result<std::unique_ptr<HostedPlugin>> HostedPlugin::load(const std::filesystem::path& file, const Layout& layout)
{
    auto found = find(file);
    if (!found)
        return found.error();
    juce::String problem;
    auto instance = found.value().source.format->createInstanceFromDescription(
        found.value().description, layout.sampleRate, layout.largestBlock, problem);
    if (instance == nullptr)
        return cannotLoad(file, ErrorCode::fileInvalid, "could not be loaded: " + problem.toStdString());
    if (!isCodeLoadedFrom(std::filesystem::canonical(file)))
        return cannotLoad(file, ErrorCode::fileInvalid,
                          "was not used, because another copy of the plugin is installed under the same name: remove "
                          "that one.");
    if (!setLayout(*instance, layout.channels))
        return cannotLoad(file, ErrorCode::invalidArgument,
                          "does not take " + std::to_string(layout.channels) +
                              " channel(s) in and out: give another number with --channels.");
    return std::make_unique<HostedPlugin>(std::move(found.value().source), std::move(instance), layout);
}

Result<void> HostedPlugin::pointAt(const std::string& url)
{
    juce::MemoryBlock state;
    plugin->getStateInformation(state);
    const auto pointed = pointStateAt(state, url);
    if (!pointed)
        return pointed.error();
    plugin->setStateInformation(pointed.value().getData(), static_cast<int>(pointed.value().getSize()));
    return {};
}

Result<void> HostedPlugin::setSwitch(std::string_view name, bool isOn)
{
    const juce::String wanted(name.data(), name.size());
    for (auto* parameter : plugin->getParameters())
        if (parameter->getName(128).equalsIgnoreCase(wanted))
        {
            parameter->setValueNotifyingHost(isOn ? 1.0F : 0.0F);
            return {};
        }
    return Error{ErrorCode::requestRejected,
                 "The plugin has no parameter \"" + std::string(name) +
                     "\": check that the file given with --plugin is Parley.",
                 "parameters"};
}

void HostedPlugin::processSilence()
{
    scratch.clear();
    midi.clear();
    const juce::ScopedLock lock(plugin->getCallbackLock());
    plugin->processBlock(scratch, midi);
}

void HostedPlugin::process(float* const* channels, int frames)
{
    scratch.clear();
    for (int channel = 0; channel < layout.channels; ++channel)
        scratch.copyFrom(channel, 0, channels[channel], frames);
    juce::AudioBuffer<float> block(scratch.getArrayOfWritePointers(), scratch.getNumChannels(), frames);
    midi.clear();
    {
        const juce::ScopedLock lock(plugin->getCallbackLock());
        plugin->processBlock(block, midi);
    }
    for (int channel = 0; channel < layout.channels; ++channel)
        juce::FloatVectorOperations::copy(channels[channel], block.getReadPointer(channel), frames);
}

} // namespace parley::host
