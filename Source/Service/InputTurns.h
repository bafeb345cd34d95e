// SPDX-License-Identifier: Apache-2.0
// The way of incoming audio to committed turns: buffer, turn detection, commit and clear.
#pragma once

#include "Service/EventSink.h"
#include "Service/InputBuffer.h"
#include "Service/TurnDetector.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::service
{

struct TurnStarted
{
    std::string itemId;
    std::int64_t audioStartMs = 0;
};

struct CommittedAudio
{
    std::string itemId;
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
};

/// The user fell silent; the turn is committed with it.
struct TurnStopped
{
    std::int64_t audioEndMs = 0;
    CommittedAudio audio;
    std::int64_t speechEnd = 0; ///< Where the pause that ended it began.
};

/// The buffer was full and its oldest audio had to go. Told once per filling.
struct InputOverflowed
{
    std::int64_t droppedMs = 0;
};

/// The user has paused within a turn. Perhaps it is over; with semantic_vad the words before the pause may tell.
struct TurnPaused
{
    std::int64_t speechEnd = 0;       ///< Where the pause began; no two have the same.
    std::vector<std::int16_t> recent; ///< The end of the turn so far, at most `judgedSpeech` of it.
    bool isWholeTurn = false;         ///< `recent` is all of it.
};

using InputChange = std::variant<TurnStarted, TurnStopped, InputOverflowed, TurnPaused>;

class InputTurns
{
public:
    /// Of a buffer without speech this much is kept for a client that commits by hand beside turn detection.
    static constexpr std::chrono::seconds keptSilence{30};
    /// A pause this long is one, and is told once; but of a long turn only to semantic_vad.
    static constexpr std::chrono::milliseconds toldPause{200};
    static constexpr std::chrono::seconds judgedSpeech{6};

    /// `detection` empty: only collects. A change from none to some restarts the detector.
    [[nodiscard]] std::vector<InputChange> append(std::span<const std::int16_t> samples,
                                                  const std::optional<TurnDetection>& detection, Identifiers& ids);

    /// What was understood before the pause that began there. Passed over when the user has gone on meanwhile; until it
    /// comes, the longest pause ends the turn.
    void judgePause(std::int64_t speechEnd, std::string_view words, Eagerness eagerness);

    /// The whole buffer; refused under 100 ms (input_audio_buffer_commit_empty). Ends a turn that is under way.
    [[nodiscard]] std::variant<CommittedAudio, Rejection> commit(Identifiers& ids);

    /// What came since `startMs`, however little.
    [[nodiscard]] CommittedAudio commitSince(std::int64_t startMs, Identifiers& ids);

    void clear();

    [[nodiscard]] bool isSpeaking() const noexcept { return detector.isSpeaking(); }
    /// Audio received since the session began.
    [[nodiscard]] std::int64_t receivedMs() const noexcept { return toMs(buffer.end()); }

private:
    [[nodiscard]] std::string takeItemId(Identifiers& ids);
    void keepRecent(const std::optional<TurnDetection>& detection);
    [[nodiscard]] TurnDetection withPause(TurnDetection detection) const;
    [[nodiscard]] std::optional<TurnPaused> findPause(const TurnDetection& detection);

    InputBuffer buffer;
    TurnDetector detector;
    bool detects = false;
    bool hasOverflowed = false;
    std::string itemId; ///< Of the turn under way; else empty.
    std::int64_t turnStart = 0;
    std::optional<std::int64_t> pausedAt; ///< Where the latest pause began that was told.
    std::optional<std::chrono::milliseconds> judgedPause;
};

} // namespace parley::service
