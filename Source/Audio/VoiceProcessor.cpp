// SPDX-License-Identifier: Apache-2.0
#include "Audio/VoiceProcessor.h"

#include "Audio/Detail/EchoMeter.h"
#include "Audio/Detail/ReferenceAligner.h"
#include "Audio/Detail/WebRtcProcessing.h"

#include <algorithm>
#include <cmath>

namespace parley::audio
{
namespace
{

// The canceller runs with its short filter (48 ms). Where the delay is taken out, the extended one cancels more (46 and
// 55 dB against 36) and pays with the user's voice (1 dB more is lost); its own search for the delay takes 15 s
// (docs/performance.md, "Echo"). It is told half the margin that the aligner leaves, for it keeps some room of its own.
constexpr int toldDelayMs = 8;

// What each part holds back, in frames: the split into three bands, the canceller's blocks (7 ms), the noise
// suppression's window (6 ms). A test measures them.
constexpr std::size_t splitLatency = 46;
constexpr std::size_t cancellerLatency = 336;
constexpr std::size_t suppressionLatency = 288;

constexpr int good = webrtc::AudioProcessing::kNoError;

webrtc::NoiseSuppression::Level levelOf(NoiseReduction reduction)
{
    switch (reduction)
    {
    case NoiseReduction::high:
        return webrtc::NoiseSuppression::kHigh;
    case NoiseReduction::moderate:
        return webrtc::NoiseSuppression::kModerate;
    default:
        return webrtc::NoiseSuppression::kLow;
    }
}

} // namespace

struct VoiceProcessor::State
{
    explicit State(const VoiceProcessing& wanted)
        : settings(wanted)
    {
    }

    VoiceProcessing settings;
    detail::WebRtcProcessing processing{sampleRate};
    detail::ReferenceAligner aligner;
    detail::EchoMeter meter;

    bool isReady()
    {
        if (!processing.isReady())
            return false;
        auto& parts = processing.parts();
        auto& echo = *parts.echo_cancellation();
        auto& noise = *parts.noise_suppression();
        auto& gain = *parts.gain_control();
        return echo.set_suppression_level(webrtc::EchoCancellation::kLowSuppression) == good &&
               echo.Enable(settings.cancelsEcho) == good &&
               parts.high_pass_filter()->Enable(settings.highPass) == good &&
               noise.set_level(levelOf(settings.noiseReduction)) == good &&
               noise.Enable(settings.noiseReduction != NoiseReduction::off) == good &&
               gain.set_mode(webrtc::GainControl::kAdaptiveDigital) == good && gain.enable_limiter(true) == good &&
               gain.Enable(settings.automaticGain) == good;
    }

    void cancel(std::span<float> microphone, std::span<const float> played)
    {
        const auto& reference = aligner.process(microphone, played);
        meter.before(reference, microphone);
        processing.playReference(reference);
        processing.process(microphone, toldDelayMs);
        meter.after(microphone);
    }
};

Result<VoiceProcessor> VoiceProcessor::create(const VoiceProcessing& processing)
{
    auto made = std::make_unique<State>(processing);
    if (!made->isReady())
        return Error{ErrorCode::internal,
                     "The voice processor could not be made; close other programs, memory is short.",
                     "voice processor"};
    return VoiceProcessor(std::move(made));
}

VoiceProcessor::VoiceProcessor(std::unique_ptr<State> made)
    : state(std::move(made))
{
}

VoiceProcessor::~VoiceProcessor() = default;
VoiceProcessor::VoiceProcessor(VoiceProcessor&&) noexcept = default;
VoiceProcessor& VoiceProcessor::operator=(VoiceProcessor&&) noexcept = default;

void VoiceProcessor::process(std::span<float> microphone, std::span<const float> reference)
{
    if (state->settings.cancelsEcho)
        state->cancel(microphone, reference);
    else if (state->settings.isActive())
        state->processing.process(microphone, 0);
}

std::optional<EchoEstimate> VoiceProcessor::echo() const
{
    if (!state->settings.cancelsEcho)
        return std::nullopt;
    auto estimate = state->meter.estimate();
    if (const auto delay = state->aligner.delay(); estimate && delay)
        estimate->delay = std::chrono::microseconds(std::llround(*delay * 1e6));
    return estimate;
}

std::size_t VoiceProcessor::latencyFrames() const noexcept
{
    const auto& settings = state->settings;
    return (settings.isActive() ? splitLatency : 0) + (settings.cancelsEcho ? cancellerLatency : 0) +
           (settings.noiseReduction != NoiseReduction::off ? suppressionLatency : 0);
}

void VoiceProcessor::reset()
{
    state->processing.reset();
    state->aligner.reset();
    state->meter.reset();
}

} // namespace parley::audio
