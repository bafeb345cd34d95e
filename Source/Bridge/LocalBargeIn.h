// SPDX-License-Identifier: Apache-2.0
// Stops the agent when the detector on this side hears the user: turned down at once, silenced when it is certain.
// Pure.
#pragma once

#include "Bridge/AudioSettings.h"
#include "Bridge/SpeechWatch.h"

#include <optional>

namespace parley::bridge
{

/// @thread one at a time
class LocalBargeIn
{
public:
    struct Step
    {
        std::optional<realtime::LocalSpeechState> heard; ///< What has changed.
        bool interrupts = false;                         ///< The agent is to be silenced, now.
    };

    /// Speech ends for this rule after so much silence: words have pauses shorter than that.
    static constexpr std::chrono::milliseconds silence{300};

    void use(const TurnSettings& settings) noexcept;

    /// For each 10 ms, in order. What was heard before the agent began to speak does not count: it belongs to what the
    /// agent answers.
    [[nodiscard]] Step judge(bool isSpeech, bool agentSpeaks) noexcept;

    /// What the agent's voice is to be multiplied with. After an interruption it stays down until the agent is silent.
    [[nodiscard]] float gain() const noexcept { return isDucked ? duckGain : 1.0F; }

    /// The agent is not turned down any more.
    void reset() noexcept;

private:
    SpeechWatch watch;
    float duckGain = 1;
    bool isDucked = false;
    bool agentSpoke = false;
};

} // namespace parley::bridge
