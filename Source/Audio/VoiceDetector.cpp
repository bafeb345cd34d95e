// SPDX-License-Identifier: Apache-2.0
#include "Audio/VoiceDetector.h"

#include "Audio/Detail/WebRtcProcessing.h"
#include "Audio/Resampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace parley::audio
{
namespace
{

constexpr int innerRate = 16000;
constexpr std::size_t innerFrame = 160;
// The resampler holds back the half of its filter that lies ahead (80 samples at 24 kHz); so much silence goes ahead of
// the signal that each frame is judged as soon as it is full.
constexpr std::size_t innerHeadStart = 64;
constexpr float silentDb = -120;

float levelDb(std::span<const float> samples)
{
    float sum = 0;
    for (const auto sample : samples)
        sum += sample * sample;
    const auto power = sum / static_cast<float>(samples.size());
    return power > 1e-12F ? 10 * std::log10(power) : silentDb;
}

} // namespace

struct VoiceDetector::State
{
    explicit State(Resampler made)
        : resampler(std::move(made))
    {
        inner.reserve(4 * innerFrame);
        restart();
    }

    Resampler resampler;
    detail::WebRtcProcessing processing{innerRate};
    std::array<float, frameLength> frame{};
    std::size_t filled = 0;
    std::vector<float> inner; ///< At 16 kHz, not judged yet.
    std::uint64_t taken = 0;

    bool isReady()
    {
        if (!processing.isReady())
            return false;
        auto& parts = processing.parts();
        constexpr int good = webrtc::AudioProcessing::kNoError;
        return parts.high_pass_filter()->Enable(true) == good &&
               parts.noise_suppression()->set_level(webrtc::NoiseSuppression::kHigh) == good &&
               parts.noise_suppression()->Enable(true) == good &&
               parts.voice_detection()->set_likelihood(webrtc::VoiceDetection::kVeryLowLikelihood) == good &&
               parts.voice_detection()->Enable(true) == good;
    }

    [[nodiscard]] VoiceFrame judge()
    {
        taken += frame.size();
        resampler.process(frame, inner);
        bool isSpeech = false;
        while (inner.size() >= innerFrame)
        {
            processing.process(std::span(inner).first(innerFrame), 0);
            isSpeech = isSpeech || processing.parts().voice_detection()->stream_has_voice();
            inner.erase(inner.begin(), inner.begin() + innerFrame);
        }
        return {isSpeech, levelDb(frame), taken};
    }

    void restart()
    {
        resampler.reset();
        processing.reset();
        inner.assign(innerHeadStart, 0.0F);
        filled = 0;
        taken = 0;
    }
};

Result<VoiceDetector> VoiceDetector::create()
{
    auto resampler = Resampler::create(sampleRate, innerRate);
    if (!resampler)
        return resampler.error();
    auto made = std::make_unique<State>(std::move(resampler).value());
    if (!made->isReady())
        return Error{ErrorCode::internal,
                     "The voice detector could not be made; close other programs, memory is short.", "voice detector"};
    return VoiceDetector(std::move(made));
}

VoiceDetector::VoiceDetector(std::unique_ptr<State> made)
    : state(std::move(made))
{
}

VoiceDetector::~VoiceDetector() = default;
VoiceDetector::VoiceDetector(VoiceDetector&&) noexcept = default;
VoiceDetector& VoiceDetector::operator=(VoiceDetector&&) noexcept = default;

void VoiceDetector::process(std::span<const float> samples, const std::function<void(const VoiceFrame&)>& judged)
{
    while (!samples.empty())
    {
        const auto now = std::min(samples.size(), frameLength - state->filled);
        std::copy_n(samples.begin(), now, state->frame.begin() + static_cast<std::ptrdiff_t>(state->filled));
        state->filled += now;
        samples = samples.subspan(now);
        if (state->filled < frameLength)
            return;
        state->filled = 0;
        judged(state->judge());
    }
}

void VoiceDetector::reset()
{
    state->restart();
}

} // namespace parley::audio
