// SPDX-License-Identifier: GPL-3.0-or-later
// One block of a VST3's audio.
#pragma once

#include <deque>
#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivstcomponent.h>
#include <vector>

namespace parley::tests::vst3
{

/// With silent buffers for every bus, as hosts hand them over: also for those that are off.
class Block
{
public:
    static constexpr Steinberg::int32 mostFrames = 8192;

    explicit Block(Steinberg::Vst::IComponent& component, Steinberg::int32 frames = 64)
    {
        add(component, Steinberg::Vst::kInput, inputs);
        add(component, Steinberg::Vst::kOutput, outputs);
        data.numSamples = frames;
        data.numInputs = static_cast<Steinberg::int32>(inputs.size());
        data.numOutputs = static_cast<Steinberg::int32>(outputs.size());
        data.inputs = inputs.data();
        data.outputs = outputs.data();
    }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

    Steinberg::Vst::ProcessData data;
    std::vector<Steinberg::Vst::AudioBusBuffers> inputs;
    std::vector<Steinberg::Vst::AudioBusBuffers> outputs;

private:
    void add(Steinberg::Vst::IComponent& component, Steinberg::Vst::BusDirection direction,
             std::vector<Steinberg::Vst::AudioBusBuffers>& buses)
    {
        for (Steinberg::int32 bus = 0; bus < component.getBusCount(Steinberg::Vst::kAudio, direction); ++bus)
        {
            Steinberg::Vst::BusInfo info{};
            component.getBusInfo(Steinberg::Vst::kAudio, direction, bus, info);
            auto& pointers = channels.emplace_back();
            for (Steinberg::int32 channel = 0; channel < info.channelCount; ++channel)
                pointers.push_back(samples.emplace_back(static_cast<std::size_t>(mostFrames)).data());
            auto& buffers = buses.emplace_back();
            buffers.numChannels = info.channelCount;
            buffers.channelBuffers32 = pointers.data();
        }
    }

    std::deque<std::vector<float>> samples;
    std::deque<std::vector<float*>> channels;
};

} // namespace parley::tests::vst3
