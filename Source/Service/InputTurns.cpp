// SPDX-License-Identifier: Apache-2.0
#include "Service/InputTurns.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace parley::service
{
namespace
{

/// docs/protocol.md, Input audio: a commit needs 100 ms of audio.
constexpr std::int64_t shortestCommit = 100 * samplesPerMs;

Rejection tooShort(std::int64_t samples)
{
    char had[32];
    std::snprintf(had, sizeof had, "%.2f", static_cast<double>(samples) / static_cast<double>(samplesPerMs));
    return {"input_audio_buffer_commit_empty",
            "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only "
            "has " +
                std::string(had) + "ms of audio.",
            ""};
}

} // namespace

std::vector<InputChange> InputTurns::append(std::span<const std::int16_t> samples,
                                            const std::optional<TurnDetection>& detection, Identifiers& ids)
{
    if (detection.has_value() && !detects)
        detector.restart(buffer.end());
    if (!detection.has_value() && detects)
        itemId.clear();
    detects = detection.has_value();
    std::vector<InputChange> changes;
    const auto dropped = buffer.append(samples);
    if (dropped > 0 && !std::exchange(hasOverflowed, true))
        changes.emplace_back(InputOverflowed{toMs(dropped)});
    if (!detects)
        return changes;
    for (const auto& border : detector.process(samples, withPause(*detection)))
    {
        if (border.isStart)
        {
            itemId = ids.next("item");
            turnStart = border.position;
            changes.emplace_back(TurnStarted{itemId, toMs(turnStart)});
        }
        else
        {
            hasOverflowed = false;
            changes.emplace_back(TurnStopped{
                toMs(border.position), {takeItemId(ids), buffer.take(turnStart, border.position)}, border.speechEnd});
        }
    }
    if (auto paused = findPause(*detection))
        changes.emplace_back(std::move(*paused));
    keepRecent(detection);
    return changes;
}

TurnDetection InputTurns::withPause(TurnDetection detection) const
{
    if (detection.eagerness.has_value())
        detection.silenceDuration = judgedPause.value_or(longestPause(*detection.eagerness));
    return detection;
}

std::optional<TurnPaused> InputTurns::findPause(const TurnDetection& detection)
{
    const auto speechEnd = detector.speechEnd();
    if (pausedAt != speechEnd)
        judgedPause.reset();
    if (detector.pausedSamples() < toSamples(toldPause) || pausedAt == speechEnd)
        return std::nullopt;
    const auto from = std::max(turnStart, buffer.end() - toSamples(judgedSpeech));
    const bool isWholeTurn = from == turnStart && buffer.begin() <= turnStart;
    if (!isWholeTurn && !detection.eagerness.has_value())
        return std::nullopt;
    pausedAt = speechEnd;
    return TurnPaused{speechEnd, buffer.copy(from, buffer.end()), isWholeTurn};
}

void InputTurns::judgePause(std::int64_t speechEnd, std::string_view words, Eagerness eagerness)
{
    if (detector.isSpeaking() && speechEnd == detector.speechEnd())
        judgedPause = pauseAfter(words, eagerness);
}

void InputTurns::keepRecent(const std::optional<TurnDetection>& detection)
{
    if (!detector.isSpeaking())
        buffer.dropBefore(buffer.end() - toSamples(keptSilence + detection->prefixPadding));
}

std::variant<CommittedAudio, Rejection> InputTurns::commit(Identifiers& ids)
{
    const auto held = buffer.end() - buffer.begin();
    if (held < shortestCommit)
        return tooShort(held);
    hasOverflowed = false;
    detector.abandonTurn();
    return CommittedAudio{takeItemId(ids), buffer.take(buffer.begin(), buffer.end())};
}

CommittedAudio InputTurns::commitSince(std::int64_t startMs, Identifiers& ids)
{
    detector.abandonTurn();
    return {takeItemId(ids), buffer.take(startMs * samplesPerMs, buffer.end())};
}

void InputTurns::clear()
{
    buffer.clear();
    detector.abandonTurn();
    itemId.clear();
    hasOverflowed = false;
}

std::string InputTurns::takeItemId(Identifiers& ids)
{
    return itemId.empty() ? ids.next("item") : std::exchange(itemId, {});
}

} // namespace parley::service
