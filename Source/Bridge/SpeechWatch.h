// SPDX-License-Identifier: Apache-2.0
// Makes stretches of speech out of frames that a detector judged: suspected, confirmed, dismissed, ended. Pure.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace parley::bridge
{

/// @thread one at a time
class SpeechWatch
{
public:
    /// One frame of speech alone may be a click.
    static constexpr std::size_t framesToSuspect = 2;
    /// Speech that is not confirmed yet may pause for so long; it does not count meanwhile.
    static constexpr std::size_t framesOfPause = 5;

    /// So much speech confirms it, so much silence ends it.
    void use(std::chrono::milliseconds confirmation, std::chrono::milliseconds silence) noexcept;

    /// For each 10 ms, in order: what has changed.
    [[nodiscard]] std::optional<realtime::LocalSpeechState> judge(bool isSpeech) noexcept;

    /// Whatever was heard does not count any more.
    [[nodiscard]] std::optional<realtime::LocalSpeechState> restart() noexcept;

    [[nodiscard]] bool isSuspected() const noexcept { return state == State::suspected; }
    [[nodiscard]] bool isConfirmed() const noexcept { return state == State::confirmed; }
    /// How many frames ago, this one included, the stretch began; 0 when there is none.
    [[nodiscard]] std::size_t framesSinceOnset() const noexcept { return sinceOnset; }
    /// How many frames ago its latest speech was.
    [[nodiscard]] std::size_t framesOfSilence() const noexcept { return silent; }

private:
    enum class State
    {
        quiet,
        suspected,
        confirmed
    };

    [[nodiscard]] std::optional<realtime::LocalSpeechState> suspect(bool isSpeech) noexcept;
    [[nodiscard]] std::optional<realtime::LocalSpeechState> confirm(bool isSpeech) noexcept;

    std::size_t framesToConfirm = 15;
    std::size_t framesToEnd = 50;
    State state = State::quiet;
    std::size_t speech = 0;
    std::size_t silent = 0;
    std::size_t sinceOnset = 0;
};

} // namespace parley::bridge
