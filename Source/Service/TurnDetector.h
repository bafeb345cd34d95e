// SPDX-License-Identifier: Apache-2.0
// Finds where the user's turns begin and end in the incoming audio (server_vad, semantic_vad).
#pragma once

#include "Service/SpeechProbability.h"
#include "Service/TurnEnd.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace parley::service
{

/// Schema: RealtimeTurnDetection.
struct TurnDetection
{
    double threshold = 0.5;
    std::chrono::milliseconds prefixPadding{300};
    std::chrono::milliseconds silenceDuration{200};
    std::optional<std::chrono::milliseconds> idleTimeout;
    std::optional<Eagerness> eagerness; ///< Of semantic_vad, where the words decide how long a silence ends the turn.
    bool createsResponse = true;
    bool interruptsResponse = true;
};

/// A border of a turn. `position` counts samples at 24 kHz since the session began: of a start the prefix padding is
/// taken off, of an end the silence is included.
struct TurnBorder
{
    bool isStart = false;
    std::int64_t position = 0;
    std::int64_t speechEnd = 0; ///< Of an end: where its silence began.
};

class TurnDetector
{
public:
    /// Forgets everything; the next samples are those at `position`.
    void restart(std::int64_t position);

    /// Leaves the present turn without a border, for a buffer that was cleared or committed. The noise floor stays.
    void abandonTurn();

    /// The borders that these samples complete.
    [[nodiscard]] std::vector<TurnBorder> process(std::span<const std::int16_t> samples, const TurnDetection& settings);

    [[nodiscard]] bool isSpeaking() const noexcept { return speaking; }
    /// How long the user has paused within the present turn, in samples at 24 kHz.
    [[nodiscard]] std::int64_t pausedSamples() const noexcept { return speaking ? silentSamples : 0; }
    /// Where the latest pause began; it moves on while there is speech, or no turn.
    [[nodiscard]] std::int64_t speechEnd() const noexcept { return position - silentSamples; }

private:
    void processFrame(const TurnDetection& settings, std::vector<TurnBorder>& borders);

    SpeechProbability probability;
    std::vector<std::int16_t> frame;
    std::int64_t position = 0; ///< The end of the latest whole frame.
    std::int64_t earliest = 0; ///< No turn begins before it.
    std::size_t speechFrames = 0;
    std::int64_t silentSamples = 0;
    bool speaking = false;
};

} // namespace parley::service
