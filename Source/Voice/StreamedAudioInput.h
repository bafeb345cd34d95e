// SPDX-License-Identifier: Apache-2.0
// Speech as it is spoken: pushed piece by piece, until it is closed.
#pragma once

#include "Audio/RateConverter.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

namespace parley::voice
{

/// Serves one run. @thread any but audio
class StreamedAudioInput
{
public:
    /// The rate of what is pushed, mono, in Hz: 4000 to 768000.
    explicit StreamedAudioInput(int sampleRate = 24000);

    /// Never blocks. False when the input is closed, or when a minute of speech waits: the piece is then dropped whole
    /// and counted.
    bool push(std::span<const std::int16_t> samples);
    bool push(std::span<const float> samples);

    /// What was pushed since the last call is a turn, whole: for models that do not find turns by themselves
    /// (SttSettings::turnDetection null, HttpSpeechToText).
    void endTurn();

    /// Nothing more comes; what was pushed is still heard. Idempotent.
    void close();

    [[nodiscard]] std::uint64_t droppedSamples() const noexcept { return dropped; }

    /// What came since the last call, at 24 kHz, up to the end of a turn: behind that there may be more at once. For
    /// whoever listens.
    struct Taken
    {
        std::vector<std::int16_t> samples;
        bool endsTurn = false;
        bool isLast = false; ///< Nothing follows.
    };
    [[nodiscard]] Taken take();
    /// Told, on the thread that pushes, when there is something after there was nothing. Must not push or close.
    void whenAvailable(std::function<void()> told);

private:
    void tell();

    std::mutex mutex;
    audio::RateConverter converter;
    std::vector<std::int16_t> waiting;
    std::deque<std::size_t> turnEnds; ///< Places in `waiting`, in order, each once.
    bool isClosed = false;
    bool isTold = false;
    std::function<void()> available;
    std::atomic<std::uint64_t> dropped{0};
};

} // namespace parley::voice
