// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/WebRtcProcessing.h"

#ifdef __ELF__
extern "C" char
    parleyExperimentalAgcOfLibrary __asm__("_ZZN6webrtc6Config10identifierINS_15ExperimentalAgcEEEPvvE14id_placeholder")
        __attribute__((weak));

template <>
webrtc::Config::OptionIdentifier webrtc::Config::identifier<webrtc::ExperimentalAgc>()
{
    // A library that hides it takes no option from anybody, but can be used.
    static char hidden;
    return &parleyExperimentalAgcOfLibrary != nullptr ? &parleyExperimentalAgcOfLibrary : &hidden;
}
#endif

namespace parley::audio::detail
{
namespace
{

/// The library's steering of a microphone's own volume stays off: we have no hold of it, and it would allocate.
std::unique_ptr<webrtc::AudioProcessing> create()
{
    webrtc::Config options;
    options.Set<webrtc::ExperimentalAgc>(std::make_unique<webrtc::ExperimentalAgc>(false).release());
    return std::unique_ptr<webrtc::AudioProcessing>(webrtc::AudioProcessing::Create(options));
}

} // namespace

WebRtcProcessing::WebRtcProcessing(int rate)
    : sampleRate(rate)
    , processing(create())
{
    constexpr auto mono = webrtc::AudioProcessing::kMono;
    isMade = processing != nullptr &&
             processing->Initialize(rate, rate, rate, mono, mono, mono) == webrtc::AudioProcessing::kNoError;
}

void WebRtcProcessing::playReference(std::span<const float> frame)
{
    const webrtc::StreamConfig stream(sampleRate, 1);
    const float* from = frame.data();
    float* to = played.data();
    processing->ProcessReverseStream(&from, stream, stream, &to);
}

void WebRtcProcessing::process(std::span<float> frame, int delayMs)
{
    const webrtc::StreamConfig stream(sampleRate, 1);
    float* samples = frame.data();
    processing->set_stream_delay_ms(delayMs);
    processing->ProcessStream(&samples, stream, stream, &samples);
}

void WebRtcProcessing::reset()
{
    processing->Initialize();
}

} // namespace parley::audio::detail
