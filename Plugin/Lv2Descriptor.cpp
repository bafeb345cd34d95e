// SPDX-License-Identifier: GPL-3.0-or-later
// The entry of the LV2: JUCE's own, with silence at every audio input that a host leaves open. JUCE 7.0.5's wrapper
// reads the ports of an optional input also where nothing is connected, and its own host connects none of a bus that is
// off.
#include <juce_audio_processors/format_types/LV2_SDK/lv2/lv2/core/lv2.h>

#include <array>
#include <cstddef>
#include <cstdint>

/// JUCE's entry: its source is compiled with another name for it.
extern "C" const LV2_Descriptor* juceLv2Descriptor(std::uint32_t index);

namespace
{

/// The wrapper enables all buses and numbers their ports from 0: main input and loudspeakers, two channels each.
constexpr std::uint32_t audioInputs = 4;

/// More than any host hands over in one block.
constexpr std::size_t mostFrames = 65536;

/// Read by all instances, written by none.
float* silence() noexcept
{
    static std::array<float, mostFrames> zeros{};
    return zeros.data();
}

/// @thread any, also audio
void connect(LV2_Handle instance, std::uint32_t port, void* data)
{
    juceLv2Descriptor(0)->connect_port(instance, port, data == nullptr && port < audioInputs ? silence() : data);
}

LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate, const char* bundle,
                       const LV2_Feature* const* features)
{
    auto* const instance = juceLv2Descriptor(0)->instantiate(descriptor, rate, bundle, features);
    for (std::uint32_t port = 0; instance != nullptr && port < audioInputs; ++port)
        connect(instance, port, nullptr);
    return instance;
}

} // namespace

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(std::uint32_t index)
{
    if (index != 0)
        return nullptr;
    static const LV2_Descriptor descriptor = []
    {
        auto own = *juceLv2Descriptor(0);
        own.connect_port = connect;
        own.instantiate = instantiate;
        return own;
    }();
    return &descriptor;
}
