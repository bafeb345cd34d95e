// SPDX-License-Identifier: Apache-2.0
// Which frames belong to a turn of the user's, where this side says where turns begin and end. Pure.
#pragma once

#include "Bridge/AudioSettings.h"
#include "Bridge/SpeechWatch.h"

#include <cstddef>
#include <optional>

namespace parley::bridge
{

/// @thread one at a time
class TurnGate
{
public:
    struct Step
    {
        bool isSent = false; ///< This frame goes to the service.
        bool begins = false; ///< It is sent with `earlierFrames` from before it; the agent is interrupted.
        bool ends = false;   ///< The turn is to be committed behind this frame.
        std::size_t earlierFrames = 0;
        std::size_t silentFrames =
            0; ///< Of a turn that ends: so many frames, this one included, came after its speech.
        std::optional<realtime::LocalSpeechState> heard{}; ///< In mode `local`: what has changed.
    };

    /// A change of the mode ends the turn under way: it is committed with the next frame.
    void use(const TurnSettings& settings) noexcept;

    /// For each 10 ms, in order.
    [[nodiscard]] Step judge(bool isSpeech, bool isTalking) noexcept;

    [[nodiscard]] bool isInTurn() const noexcept { return inTurn; }

    /// What was said so far is no turn.
    void reset() noexcept;

private:
    [[nodiscard]] Step judgeSpeech(bool isSpeech) noexcept;
    [[nodiscard]] Step judgeKey(bool isTalking) noexcept;

    SpeechWatch watch;
    TurnMode mode = TurnMode::service;
    std::size_t preRollFrames = 30;
    bool inTurn = false;
    bool isLeft = false; ///< The mode of the turn under way is not that of today.
};

} // namespace parley::bridge
