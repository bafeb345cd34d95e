// SPDX-License-Identifier: Apache-2.0
// Carries the agent's voice from the network thread to the audio thread without a lock, and counts what was heard.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace parley::audio
{

/// A run of frames that belong together. The token is the network thread's own name for an item's content part.
struct PlayoutSegment
{
    std::uint32_t epoch = 0;
    std::uint32_t token = 0;
    int sampleRate = 0;
    bool startsResponse = false; ///< Its first frame is the first of a response: reported with the time it left.
    bool endsResponse = false;   ///< Running dry after its last frame is the end, not an underrun.
    bool isAudible = false;      ///< Its first frame is the first of a response that can be heard: reported likewise.
};

/// What the audio thread tells the network thread. Positions count frames pushed since the fifo was made.
struct PlayoutReport
{
    enum class Kind
    {
        started,  ///< The first frame of a segment with startsResponse left; `position` is that frame.
        cut,      ///< Frames from `position` up to `resumedAt` were thrown away, not heard.
        finished, ///< The last frame of a segment with endsResponse left; `position` is one past it.
        audible   ///< The first frame of a segment with isAudible left; `position` is that frame.
    };
    Kind kind = Kind::started;
    std::uint32_t token = 0;
    std::uint64_t position = 0;
    std::uint64_t resumedAt = 0;
    std::chrono::steady_clock::time_point at; ///< The start of the block in which it happened.
};

/// Two single-producer single-consumer queues, frames and segments, and a third one back with reports. Invariants:
/// - Every frame that leaves is counted in `position`; a frame was heard or lies inside exactly one reported cut.
/// - Frames leave in the order they were pushed. A stream that simply continues passes bit for bit, also from one
///   token to the next; one that jumps there (by more than -40 dBFS) is led over within 5 ms.
/// - No frame of an older epoch sounds after the fade. Frames that fade out count as heard.
/// - No report is lost or repeated, and each is there before `position` moves past what it tells of. When the report
///   queue is full, the audio thread lets the sound decay, stays silent and tries again in the next block.
/// - A response whose frames were all heard is reported finished; one that was cut is not.
class PlayoutFifo
{
public:
    PlayoutFifo();
    ~PlayoutFifo();
    PlayoutFifo(const PlayoutFifo&) = delete;
    PlayoutFifo& operator=(const PlayoutFifo&) = delete;

    /// All or nothing: false, nothing pushed and `refusedPushes` counted when the frames or the segment do not fit; at
    /// most `frameCapacity` frames ever do. An empty span with endsResponse set marks the end behind what was pushed
    /// before; an empty span without it does nothing.
    /// @thread network
    [[nodiscard]] bool push(const PlayoutSegment& segment, std::span<const float> frames);

    /// How many frames have been pushed since the fifo was made.
    /// @thread network
    [[nodiscard]] std::uint64_t pushedFrames() const noexcept;

    /// Raises the epoch: what was pushed with an older one fades out over `fadeTime` and is then cut. Returns the new
    /// epoch, to be used in the segments that follow. It is done, and all its reports are there, once `position` has
    /// reached what `pushedFrames` was at the call.
    /// @thread network
    std::uint32_t interrupt() noexcept;

    /// @thread network
    [[nodiscard]] std::uint32_t epoch() const noexcept;

    /// Read `position` before the reports: then each cut below that position is among them.
    /// @thread network
    [[nodiscard]] std::uint64_t position() const noexcept;
    [[nodiscard]] bool popReport(PlayoutReport& report);

    /// Fills `out` (of any length, also 0) with the voice, or silence. Fades in (5 ms) when sound begins from silence,
    /// fades out (10 ms, over as many blocks as that takes) at an interruption, and decays from the last sample when
    /// the frames run out. Segments pushed for another sample rate are cut without a sound.
    /// @thread audio
    void render(std::span<float> out, int sampleRate, std::chrono::steady_clock::time_point now) noexcept;

    /// How often the frames ran out in the middle of a response; one dry spell counts once, an interruption does not.
    /// @thread any
    [[nodiscard]] std::uint64_t underruns() const noexcept;

    /// Frames that were thrown away unheard: by an interruption, or made for another sample rate.
    /// @thread any
    [[nodiscard]] std::uint64_t cutFrames() const noexcept;

    /// Pushes that did not fit.
    /// @thread any
    [[nodiscard]] std::uint64_t refusedPushes() const noexcept;

    /// Blocks that were silenced, in whole or in part, because a report had no room.
    /// @thread any
    [[nodiscard]] std::uint64_t stalledBlocks() const noexcept;

    static constexpr std::size_t frameCapacity = 24576; ///< 0.13 s at 192 kHz, 0.51 s at 48 kHz.
    static constexpr std::size_t segmentCapacity = 256;
    static constexpr std::size_t reportCapacity = 64;
    static constexpr std::chrono::milliseconds fadeTime{10};
    static constexpr std::chrono::milliseconds fadeInTime{5};
    static constexpr std::chrono::milliseconds decayTime{5};

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace parley::audio
