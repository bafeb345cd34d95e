// SPDX-License-Identifier: Apache-2.0
// The audio thread's half of a bridge: what happens to one block of a host. The time is an argument.
#pragma once

#include "Audio/GainRamp.h"
#include "Bridge/Detail/AudioSide.h"

#include <chrono>
#include <optional>
#include <span>

namespace parley::bridge
{

/// Planar, as hosts have it. Null arrays and null channels are allowed, any of them may be the same memory, frame for
/// frame; a negative number is none.
struct HostBlock
{
    const float* const* in = nullptr;
    int inChannels = 0;
    const float* const* sidechain = nullptr; ///< What the loudspeakers play.
    int sidechainChannels = 0;               ///< 0: the agent's voice is taken for it.
    float* const* out = nullptr;
    int outChannels = 0;
    int frames = 0;
};

/// The same, with the channels of a frame side by side. Of more than `mostChannels` inputs the others are not heard. In
/// and out may be the same memory where they have as many channels.
struct InterleavedBlock
{
    static constexpr int mostChannels = 16;

    const float* in = nullptr;
    int inChannels = 0;
    const float* sidechain = nullptr;
    int sidechainChannels = 0;
    float* out = nullptr;
    int outChannels = 0;
    int frames = 0;
};

/// The voice is rendered, brought to its gain, captured as the reference beside the input, measured, and written to all
/// outputs. Muted, the input counts as silence. Offline, nothing is captured, the voice does not move, and the outputs
/// are silent.
/// @thread audio
class AudioCallback
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// A host that does not call for so long, beside the block it has, was suspended: the voice begins again from
    /// silence.
    static constexpr std::chrono::milliseconds pause{100};

    /// So many frames are on their way at once: what is read of the inputs has been read before it is written over.
    static constexpr int pieceFrames = 512;

    explicit AudioCallback(AudioSide& shared) noexcept;

    void process(const HostBlock& block, Time now) noexcept;
    void processInterleaved(const InterleavedBlock& block, Time now) noexcept;

    /// The input alone, at a rate of its own; the outputs do not count. May run on another thread than `pull`. What
    /// sounds meanwhile is known by the sidechain alone.
    void push(const HostBlock& block, int rate, Time now) noexcept;
    void pushInterleaved(const InterleavedBlock& block, int rate, Time now) noexcept;

    /// The voice alone; the inputs do not count.
    void pull(const HostBlock& block, Time now) noexcept;
    void pullInterleaved(const InterleavedBlock& block, Time now) noexcept;

private:
    template <typename Block>
    void processAny(const Block& block, Time now) noexcept;
    template <typename Block>
    void pushAny(const Block& block, int rate, Time now) noexcept;
    template <typename Block>
    void pullAny(const Block& block, Time now) noexcept;

    /// A block of the voice begins. False where the host is offline.
    [[nodiscard]] bool begin(int frames, Time now) noexcept;
    void notePause(int frames, int rate, Time now) noexcept;
    void render(std::span<float> voice, Time now) noexcept;
    /// `voice`: what sounds in the same frames; null where it is not known.
    void listen(const HostBlock& block, int from, int frames, const float* voice, int rate, Time now) noexcept;
    void capture(const HostBlock& block, int from, int frames, const float* voice, int rate, Time now) noexcept;

    AudioSide& audio;
    audio::GainRamp gain;
    std::optional<Time> blockEnd; ///< Of the block before, when it was played in real time.
    bool wasOffline = false;
};

} // namespace parley::bridge
