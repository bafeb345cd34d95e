// SPDX-License-Identifier: GPL-3.0-or-later
// A VST3 that its host plays, from setActive to setActive.
#pragma once

#include "Plugin/Vst3/Block.h"
#include "Plugin/Vst3/Plugin.h"

#include <initializer_list>
#include <stdexcept>

namespace parley::tests::vst3
{

/// The main buses are on for as long; blocks may have up to Block::mostFrames.
class Playing
{
public:
    explicit Playing(Plugin& played)
        : plugin(played)
    {
        setMainBuses(true);
        auto setup = setupOf(Steinberg::Vst::kSample32);
        if (plugin.processor->setupProcessing(setup) != Steinberg::kResultOk ||
            plugin.component->setActive(true) != Steinberg::kResultOk)
            throw std::runtime_error("The plugin cannot be activated.");
        plugin.processor->setProcessing(true);
    }
    ~Playing()
    {
        plugin.processor->setProcessing(false);
        plugin.component->setActive(false);
        setMainBuses(false);
    }
    Playing(const Playing&) = delete;
    Playing& operator=(const Playing&) = delete;

    [[nodiscard]] static Steinberg::Vst::ProcessSetup setupOf(Steinberg::Vst::SymbolicSampleSizes sampleSize)
    {
        return {Steinberg::Vst::kRealtime, sampleSize, Block::mostFrames, 44100.0};
    }

private:
    void setMainBuses(bool areOn)
    {
        for (const auto direction : {Steinberg::Vst::kInput, Steinberg::Vst::kOutput})
            plugin.component->activateBus(Steinberg::Vst::kAudio, direction, 0, areOn);
    }

    Plugin& plugin;
};

} // namespace parley::tests::vst3
