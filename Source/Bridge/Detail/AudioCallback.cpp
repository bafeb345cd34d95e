// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/AudioCallback.h"

#include "Audio/Detail/FiniteSample.h"
#include "Audio/Detail/NoDenormals.h"
#include "Audio/Peak.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace parley::bridge
{
namespace
{

void raise(std::atomic<float>& peak, float value) noexcept
{
    auto known = peak.load(std::memory_order_relaxed);
    while (value > known && !peak.compare_exchange_weak(known, value, std::memory_order_relaxed))
        continue;
}

HostBlock checked(HostBlock block) noexcept
{
    block.inChannels = block.in == nullptr ? 0 : block.inChannels;
    block.sidechainChannels = block.sidechain == nullptr ? 0 : block.sidechainChannels;
    block.outChannels = block.out == nullptr ? 0 : block.outChannels;
    block.frames = std::max(block.frames, 0);
    return block;
}

InterleavedBlock checked(InterleavedBlock block) noexcept
{
    block.inChannels = block.in == nullptr ? 0 : std::max(block.inChannels, 0);
    block.sidechainChannels = block.sidechain == nullptr ? 0 : std::max(block.sidechainChannels, 0);
    block.outChannels = block.out == nullptr ? 0 : std::max(block.outChannels, 0);
    block.frames = std::max(block.frames, 0);
    return block;
}

void silence(const HostBlock& block) noexcept
{
    for (int channel = 0; channel < block.outChannels; ++channel)
        if (block.out[channel] != nullptr)
            std::fill_n(block.out[channel], block.frames, 0.0F);
}

void silence(const InterleavedBlock& block) noexcept
{
    const auto samples = static_cast<std::size_t>(block.outChannels) * static_cast<std::size_t>(block.frames);
    std::fill_n(block.out, block.out == nullptr ? 0 : samples, 0.0F);
}

void write(const HostBlock& block, int from, std::span<const float> voice) noexcept
{
    for (int channel = 0; channel < block.outChannels; ++channel)
        if (block.out[channel] != nullptr)
            std::memcpy(block.out[channel] + from, voice.data(), voice.size_bytes());
}

void write(const InterleavedBlock& block, int from, std::span<const float> voice) noexcept
{
    const auto channels = static_cast<std::size_t>(block.outChannels);
    if (channels == 0)
        return;
    auto* frame = block.out + static_cast<std::size_t>(from) * channels;
    for (const float sample : voice)
    {
        std::fill_n(frame, channels, sample);
        frame += channels;
    }
}

constexpr int pieceFrames = AudioCallback::pieceFrames;

template <typename Block>
std::size_t lengthOfPiece(const Block& block, int from) noexcept
{
    return static_cast<std::size_t>(std::min(pieceFrames, block.frames - from));
}

/// A piece of the inputs as planes, and where in them it begins.
struct Piece
{
    HostBlock block;
    int from = 0;
};

/// Makes pieces of a kind of block.
template <typename Block>
struct Planes;

template <>
struct Planes<HostBlock>
{
    [[nodiscard]] static Piece take(const HostBlock& block, int from, int) noexcept { return {block, from}; }
};

template <>
struct Planes<InterleavedBlock>
{
    struct Channels
    {
        std::array<std::array<float, pieceFrames>, InterleavedBlock::mostChannels> samples;
        std::array<const float*, InterleavedBlock::mostChannels> pointers;

        /// Returns how many channels there are.
        int take(const float* interleaved, int width, int from, int frames) noexcept
        {
            const auto kept = std::min(width, InterleavedBlock::mostChannels);
            for (int channel = 0; channel < kept; ++channel)
            {
                auto& plane = samples[static_cast<std::size_t>(channel)];
                const auto* sample = interleaved + static_cast<std::ptrdiff_t>(from) * width + channel;
                for (std::size_t i = 0; i < static_cast<std::size_t>(frames); ++i, sample += width)
                    plane[i] = *sample;
                pointers[static_cast<std::size_t>(channel)] = plane.data();
            }
            return kept;
        }
    };
    Channels in;
    Channels sidechain;

    [[nodiscard]] Piece take(const InterleavedBlock& block, int from, int frames) noexcept
    {
        HostBlock piece;
        piece.in = in.pointers.data();
        piece.inChannels = in.take(block.in, block.inChannels, from, frames);
        piece.sidechain = sidechain.pointers.data();
        piece.sidechainChannels = sidechain.take(block.sidechain, block.sidechainChannels, from, frames);
        return {piece, 0};
    }
};

} // namespace

AudioCallback::AudioCallback(AudioSide& shared) noexcept
    : audio(shared)
{
}

void AudioCallback::process(const HostBlock& block, Time now) noexcept
{
    processAny(checked(block), now);
}

void AudioCallback::processInterleaved(const InterleavedBlock& block, Time now) noexcept
{
    processAny(checked(block), now);
}

void AudioCallback::push(const HostBlock& block, int rate, Time now) noexcept
{
    pushAny(checked(block), rate, now);
}

void AudioCallback::pushInterleaved(const InterleavedBlock& block, int rate, Time now) noexcept
{
    pushAny(checked(block), rate, now);
}

void AudioCallback::pull(const HostBlock& block, Time now) noexcept
{
    pullAny(checked(block), now);
}

void AudioCallback::pullInterleaved(const InterleavedBlock& block, Time now) noexcept
{
    pullAny(checked(block), now);
}

template <typename Block>
void AudioCallback::processAny(const Block& block, Time now) noexcept
{
    const audio::NoDenormals noDenormals;
    if (!begin(block.frames, now))
    {
        silence(block);
        return;
    }
    const auto rate = audio.sampleRate.load(std::memory_order_relaxed);
    std::array<float, pieceFrames> voice;
    Planes<Block> planes;
    for (int from = 0; from < block.frames; from += pieceFrames)
    {
        const auto sound = std::span(voice).first(lengthOfPiece(block, from));
        render(sound, now);
        const auto piece = planes.take(block, from, static_cast<int>(sound.size()));
        listen(piece.block, piece.from, static_cast<int>(sound.size()), voice.data(), rate, now);
        write(block, from, sound);
    }
}

template <typename Block>
void AudioCallback::pushAny(const Block& block, int rate, Time now) noexcept
{
    const audio::NoDenormals noDenormals;
    if (audio.isOffline.load(std::memory_order_relaxed))
        return;
    Planes<Block> planes;
    for (int from = 0; from < block.frames; from += pieceFrames)
    {
        const auto frames = static_cast<int>(lengthOfPiece(block, from));
        const auto piece = planes.take(block, from, frames);
        listen(piece.block, piece.from, frames, nullptr, rate, now);
    }
}

template <typename Block>
void AudioCallback::pullAny(const Block& block, Time now) noexcept
{
    const audio::NoDenormals noDenormals;
    if (!begin(block.frames, now))
    {
        silence(block);
        return;
    }
    std::array<float, pieceFrames> voice;
    for (int from = 0; from < block.frames; from += pieceFrames)
    {
        const auto sound = std::span(voice).first(lengthOfPiece(block, from));
        render(sound, now);
        write(block, from, sound);
    }
}

bool AudioCallback::begin(int frames, Time now) noexcept
{
    if (audio.isOffline.load(std::memory_order_relaxed))
    {
        wasOffline = true;
        return false;
    }
    if (frames > audio.largestBlock.load(std::memory_order_relaxed))
        audio.largestBlock.store(frames, std::memory_order_relaxed);
    notePause(frames, audio.sampleRate.load(std::memory_order_relaxed), now);
    gain.aim(audio.voiceGain.load(std::memory_order_relaxed) * audio.outputGain.load(std::memory_order_relaxed));
    return true;
}

void AudioCallback::notePause(int frames, int rate, Time now) noexcept
{
    const bool isResumed = wasOffline || (blockEnd && now > *blockEnd + pause);
    if (isResumed)
        gain.restart();
    if (isResumed || !blockEnd)
        audio.resumedAt.store(now, std::memory_order_relaxed);
    wasOffline = false;
    blockEnd = now + std::chrono::nanoseconds(1'000'000'000LL * frames / std::max(rate, 1));
}

void AudioCallback::render(std::span<float> voice, Time now) noexcept
{
    const auto rate = audio.sampleRate.load(std::memory_order_relaxed);
    audio.playout.render(voice, rate, now);
    gain.apply(voice, rate);
    const float* const rendered = voice.data();
    raise(audio.outputPeak, audio::peakOf(&rendered, 1, 0, static_cast<int>(voice.size())));
}

void AudioCallback::listen(const HostBlock& block, int from, int frames, const float* voice, int rate,
                           Time now) noexcept
{
    if (audio.isListening.load(std::memory_order_acquire))
        capture(block, from, frames, voice, rate, now);
    if (!audio.isMuted.load(std::memory_order_relaxed))
        raise(audio.inputPeak, audio::peakOf(block.in, block.inChannels, from, frames));
}

void AudioCallback::capture(const HostBlock& block, int from, int frames, const float* voice, int rate,
                            Time now) noexcept
{
    std::array<float, pieceFrames> played;
    const float* reference = voice;
    if (block.sidechainChannels > 0 && audio.capture.wantsReference())
    {
        audio::mixMean(block.sidechain, 0, block.sidechainChannels, from,
                       std::span(played).first(static_cast<std::size_t>(frames)));
        reference = played.data();
    }
    const bool isMuted = audio.isMuted.load(std::memory_order_relaxed);
    audio.capture.push({.channels = isMuted ? nullptr : block.in,
                        .channelCount = block.inChannels,
                        .from = from,
                        .channel = audio.inputChannel.load(std::memory_order_relaxed),
                        .reference = reference,
                        .isTalking = audio.isTalking.load(std::memory_order_relaxed)},
                       frames, rate, now);
}

} // namespace parley::bridge
