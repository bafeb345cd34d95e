// SPDX-License-Identifier: Apache-2.0
// 10 ms of the microphone at the wire's rate, with what is known about them.
#pragma once

#include "Bridge/Level.h"

#include <array>
#include <chrono>

namespace parley::bridge
{

struct CaptureFrame
{
    static constexpr std::size_t length = 240; ///< At 24 kHz.

    std::array<float, length> samples{};
    std::chrono::steady_clock::time_point capturedAt{}; ///< When its last sample was at the microphone's side.
    float microphoneDb = silenceDb;                     ///< Before cancelling; silence in echo mode off.
    float referenceDb = silenceDb;                      ///< Of what sounded meanwhile; silence in echo mode off.
    bool isTalking = false;
};

} // namespace parley::bridge
