// SPDX-License-Identifier: Apache-2.0
// The audio thread's half of a PlayoutFifo: which frame sounds next, with which gain, and what is reported of it.
#pragma once

#include "Audio/Detail/Fade.h"
#include "Audio/Detail/PlayoutQueues.h"

namespace parley::audio
{

/// Two layers make up the sound: the voice with its fade, and below it the tail, which leads from the last sample to
/// silence wherever the voice breaks off. So no break is a click, and a new voice need not wait for the tail.
/// @thread audio
class PlayoutRenderer
{
public:
    explicit PlayoutRenderer(PlayoutQueues& shared) noexcept;

    void render(std::span<float> out, int sampleRate, std::chrono::steady_clock::time_point now) noexcept;

private:
    enum class Voice
    {
        silent,
        rising,
        steady,
        falling
    };

    enum class Next
    {
        frames,  ///< `current` has frames that may sound.
        dry,     ///< Nothing is queued.
        stalled, ///< A report has no room; nothing moves until it has.
    };

    [[nodiscard]] Next findNext() noexcept;
    [[nodiscard]] bool mayFade() noexcept;
    [[nodiscard]] bool cutStale() noexcept;
    [[nodiscard]] bool finishCurrent() noexcept;
    [[nodiscard]] bool announce() noexcept;
    void joinVoice() noexcept;
    [[nodiscard]] std::size_t play(std::span<float> out) noexcept;
    void applyFade(std::span<float> voice) noexcept;
    void rest(std::span<float> out, Next reason) noexcept;
    void breakVoice() noexcept;
    void addTail(std::span<float> out) noexcept;
    void discard(std::size_t frames) noexcept;
    [[nodiscard]] bool takeSegment() noexcept;

    [[nodiscard]] bool isOlder(std::uint32_t segmentEpoch) const noexcept;
    [[nodiscard]] bool isStale() const noexcept;
    [[nodiscard]] bool report(PlayoutReport::Kind kind, std::uint32_t token, std::uint64_t from) noexcept;

    PlayoutQueues& queues;

    SegmentEntry current;
    bool hasCurrent = false;
    bool startIsDue = false;   ///< To be reported before the next frame of `current`.
    bool audibleIsDue = false; ///< The same.
    std::uint64_t position = 0;

    Voice voice = Voice::silent;
    Fade voiceFade;
    float fallsFrom = 1;
    std::uint32_t voiceEpoch = 0;

    Fade tailFade{1, 1};
    float tailFrom = 0;
    float lastSample = 0;
    float lastSlope = 0; ///< What the last sample was more than the one before it.
    std::uint32_t voiceToken = 0;

    bool isMidResponse = false; ///< Frames of a response were heard whose end was not.
    bool isDry = false;

    std::uint32_t epoch = 0;
    int rate = 0;
    std::chrono::steady_clock::time_point blockStart;
};

} // namespace parley::audio
