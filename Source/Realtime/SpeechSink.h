// SPDX-License-Identifier: Apache-2.0
// Where a session's speech goes: the playout of a bridge, or whatever an embedder puts there.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Realtime/Rules/BargeIn.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace parley::realtime
{

/// @thread network, all of it
class SpeechSink
{
public:
    SpeechSink() = default;
    virtual ~SpeechSink() = default;
    SpeechSink(const SpeechSink&) = delete;
    SpeechSink& operator=(const SpeechSink&) = delete;

    /// Takes speech as it arrives, faster than it plays. False when it cannot be kept; the response is then cancelled.
    [[nodiscard]] virtual bool speech(const audio::SpeechPart& part, std::span<const std::int16_t> samples) = 0;

    /// No more speech of this response will come.
    virtual void speechComplete(const std::string& responseId) = 0;

    /// Silence, now. `settled` is called once, on the network thread, perhaps later, when it is known what was heard of
    /// each part that was not played to its end.
    virtual void interrupt(std::function<void(std::vector<HeardSpeech>)> settled) = 0;
};

} // namespace parley::realtime
