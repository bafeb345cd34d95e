// SPDX-License-Identifier: Apache-2.0
#include "Bridge/CaptureChain.h"

#include "Audio/Pcm16.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley::bridge
{
namespace
{

/// Rounded up, as the resampler does.
std::uint64_t scaled(std::uint64_t frames, int from, int to)
{
    const auto divisor = static_cast<std::uint64_t>(from);
    return (frames * static_cast<std::uint64_t>(to) + divisor - 1) / divisor;
}

void eraseFront(std::vector<float>& samples, std::size_t count)
{
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
}

} // namespace

int CaptureChain::innerRate() const noexcept
{
    return processing.isActive() ? audio::VoiceProcessor::sampleRate : audio::wireSampleRate;
}

std::uint64_t CaptureChain::wireEnd(std::uint64_t innerSamples) const noexcept
{
    return wireBase + scaled(innerSamples, innerRate(), audio::wireSampleRate);
}

void CaptureChain::use(const CaptureSettings& capture, EchoMode echo)
{
    wantedGain = static_cast<float>(std::pow(10.0, capture.gainDb / 20));
    const audio::VoiceProcessing wanted{echo == EchoMode::cancel, capture.highPass, capture.noiseReduction,
                                        capture.automaticGain};
    const bool wantsReference = echo != EchoMode::off;
    if (wanted == processing && wantsReference == usesReference)
        return;
    drain();
    if (wanted != processing)
    {
        processor.reset();
        leadIn = 0;
    }
    processing = wanted;
    usesReference = wantsReference;
}

void CaptureChain::process(const audio::CapturedBlock& block)
{
    if (block.sampleRate != hostRate || !microphoneIn)
        prepare(block.sampleRate);
    if (!microphoneIn)
        return;
    fillGap(block);
    nextFrame = block.firstFrame + block.frames.size();
    put(withGain(block.frames), block.reference);
    clock.block(wireEnd(innerIn + scaled(hostIn, hostRate, innerRate())), block.capturedAt, block.isTalking);
    advance();
}

/// The host has another rate, or the path is new.
void CaptureChain::prepare(int rate)
{
    drainInput();
    hostRate = rate;
    const auto make = [this](std::optional<audio::Resampler>& made, int from, int to)
    {
        auto result = audio::Resampler::create(from, to);
        if (result)
            made = std::move(result).value();
        else
            failure = result.error();
    };
    make(microphoneIn, rate, innerRate());
    if (usesReference)
        make(referenceIn, rate, innerRate());
    if (!processing.isActive())
    {
        begin();
        return;
    }
    if (!out)
        make(out, innerRate(), audio::wireSampleRate);
    if (processor)
        return;
    if (auto made = audio::VoiceProcessor::create(processing))
        processor = std::move(made).value();
    else
        failure = made.error();
    leadIn = processor ? processor->latencyFrames() : 0;
}

/// The resampler holds back the newest of what it is given. With as much silence in front of all, a frame is full with
/// the block that its sound came in, not with the next one.
void CaptureChain::begin()
{
    if (!microphoneIn || taken > 0 || !ready.empty() || !microphone.empty())
        return;
    const auto held = microphoneIn->latency();
    if (held.count() == 0)
        return;
    // Both the latency and what has come out are rounded: one sample for each.
    lead = static_cast<std::size_t>(held.count() * audio::wireSampleRate / 1'000'000) + 2;
    microphone.assign(lead, 0.0F);
    if (referenceIn)
        reference.assign(lead, 0.0F);
    innerIn = lead;
}

void CaptureChain::fillGap(const audio::CapturedBlock& block)
{
    const auto missing = nextFrame && block.firstFrame > *nextFrame ? block.firstFrame - *nextFrame : 0;
    if (missing == 0)
        return;
    const auto most = static_cast<std::uint64_t>(hostRate) * static_cast<std::uint64_t>(longestGap.count());
    silence.assign(static_cast<std::size_t>(std::min(missing, most)), 0.0F);
    put(silence, {});
}

std::span<const float> CaptureChain::withGain(std::span<const float> frames)
{
    if (gain == 1 && wantedGain == 1)
        return frames;
    gained.resize(frames.size());
    const auto step = (wantedGain - gain) / static_cast<float>(std::max<std::size_t>(frames.size(), 1));
    for (std::size_t i = 0; i < frames.size(); ++i)
        gained[i] = frames[i] * (gain + step * static_cast<float>(i + 1));
    gain = wantedGain;
    return gained;
}

void CaptureChain::put(std::span<const float> frames, std::span<const float> played)
{
    hostIn += frames.size();
    microphoneIn->process(frames, microphone);
    if (!referenceIn)
        return;
    if (played.size() == frames.size())
        referenceIn->process(played, reference);
    else
    {
        silence.assign(frames.size(), 0.0F);
        referenceIn->process(silence, reference);
    }
}

void CaptureChain::advance()
{
    const auto length = innerFrame();
    std::size_t done = 0;
    for (; microphone.size() - done >= length; done += length)
    {
        const auto played =
            referenceIn ? std::span<const float>(reference).subspan(done, length) : std::span<const float>();
        processFrame(std::span(microphone).subspan(done, length), played);
    }
    eraseFront(microphone, done);
    if (referenceIn)
        eraseFront(reference, done);
}

void CaptureChain::processFrame(std::span<float> sound, std::span<const float> played)
{
    innerProcessed += sound.size();
    if (usesReference)
        levels.push_back({wireEnd(innerProcessed), levelDb(sound), levelDb(played)});
    if (processor)
        processor->process(sound, played);
    deliver(sound);
}

void CaptureChain::deliver(std::span<const float> sound)
{
    const auto left = std::min(leadIn, sound.size());
    leadIn -= left;
    sound = sound.subspan(left);
    if (out)
        out->process(sound, ready);
    else
        ready.insert(ready.end(), sound.begin(), sound.end());
}

/// What the resamplers of the host's rate still hold belongs in front of what comes next.
void CaptureChain::drainInput()
{
    if (!microphoneIn)
        return;
    microphoneIn->finish(microphone);
    if (referenceIn)
        referenceIn->finish(reference);
    innerIn += scaled(hostIn, hostRate, innerRate());
    hostIn = 0;
    microphoneIn.reset();
    referenceIn.reset();
}

/// All that was put in comes out, and the path is gone.
void CaptureChain::drain()
{
    const bool hadReference = referenceIn.has_value();
    drainInput();
    const auto length = innerFrame();
    const auto lag = processor ? processor->latencyFrames() : 0;
    auto left = microphone.size() + lag;
    microphone.resize((left + length - 1) / length * length, 0.0F);
    if (hadReference)
        reference.resize(microphone.size(), 0.0F);
    for (std::size_t done = 0; left > 0; done += length)
    {
        const auto sound = std::span(microphone).subspan(done, length);
        if (processor)
            processor->process(sound, hadReference ? std::span<const float>(reference).subspan(done, length)
                                                   : std::span<const float>());
        const auto count = std::min(left, length);
        deliver(sound.first(count));
        left -= count;
    }
    microphone.clear();
    reference.clear();
    leadIn = processor ? processor->latencyFrames() : 0;
    if (out)
        out->finish(ready);
    out.reset();
    wireBase = taken + ready.size();
    innerIn = 0;
    innerProcessed = 0;
}

void CaptureChain::takeFrames(std::vector<CaptureFrame>& to)
{
    std::size_t done = 0;
    for (; ready.size() - done >= CaptureFrame::length; done += CaptureFrame::length)
    {
        auto& frame = to.emplace_back();
        std::copy_n(ready.begin() + static_cast<std::ptrdiff_t>(done), CaptureFrame::length, frame.samples.begin());
        taken += CaptureFrame::length;
        const auto moment = clock.momentOf(taken);
        frame.capturedAt = moment.at;
        frame.isTalking = moment.isTalking;
        if (!usesReference && levels.empty())
            level = {};
        for (; !levels.empty() && levels.front().end <= taken; levels.pop_front())
            level = levels.front();
        frame.microphoneDb = level.microphone;
        frame.referenceDb = level.reference;
    }
    eraseFront(ready, done);
}

std::size_t CaptureChain::samplesWith(std::size_t hostFrames) const noexcept
{
    const auto within = scaled(microphone.size(), innerRate(), audio::wireSampleRate);
    return ready.size() +
           static_cast<std::size_t>(within + scaled(hostFrames, std::max(hostRate, 1), audio::wireSampleRate));
}

std::optional<audio::EchoEstimate> CaptureChain::echo() const
{
    return processor ? processor->echo() : std::nullopt;
}

std::optional<Error> CaptureChain::takeFailure()
{
    return std::exchange(failure, std::nullopt);
}

void CaptureChain::reset()
{
    drain();
    ready.clear();
    levels.clear();
    level = {};
    clock.reset();
    nextFrame.reset();
    wireBase = 0;
    lead = 0;
    taken = 0;
}

} // namespace parley::bridge
