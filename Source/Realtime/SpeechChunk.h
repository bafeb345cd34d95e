// SPDX-License-Identifier: Apache-2.0
// A piece of the agent's speech on its way to the listener.
#pragma once

#include "Audio/PlayoutStore.h"

#include <cstdint>
#include <vector>

namespace parley::realtime
{

struct SpeechChunk
{
    audio::SpeechPart part;
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
};

} // namespace parley::realtime
