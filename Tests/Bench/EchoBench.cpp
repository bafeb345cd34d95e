// SPDX-License-Identifier: Apache-2.0
// How far down the echo goes, how soon, and what it costs the user's voice and the processor; beside the library left
// to find the delay itself, and nothing at all.
#include "Audio/Detail/WebRtc.h"
#include "Benches.h"
#include "Support/EchoScene.h"
#include "Support/Speech.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace parley::audio;

namespace parley::bench
{
namespace
{

// 40 s of the agent alone, then 20 s in which the user speaks as loud as the echo.
constexpr double aloneSeconds = 40;
constexpr double togetherSeconds = 20;
constexpr double settledFrom = 20;

/// The library's canceller with its own search for the delay: the peer.
class AgnosticCanceller
{
public:
    AgnosticCanceller()
    {
        webrtc::Config options;
        options.Set<webrtc::ExtendedFilter>(std::make_unique<webrtc::ExtendedFilter>(true).release());
        options.Set<webrtc::DelayAgnostic>(std::make_unique<webrtc::DelayAgnostic>(true).release());
        processing.reset(webrtc::AudioProcessing::Create(options));
        processing->echo_cancellation()->set_suppression_level(webrtc::EchoCancellation::kLowSuppression);
        processing->echo_cancellation()->Enable(true);
    }

    void process(std::span<float> microphone, std::span<const float> reference)
    {
        const webrtc::StreamConfig stream(VoiceProcessor::sampleRate, 1);
        const float* played = reference.data();
        float* unused = given.data();
        float* samples = microphone.data();
        processing->ProcessReverseStream(&played, stream, stream, &unused);
        processing->set_stream_delay_ms(0);
        processing->ProcessStream(&samples, stream, stream, &samples);
    }

private:
    std::unique_ptr<webrtc::AudioProcessing> processing;
    std::array<float, VoiceProcessor::frameLength> given{};
};

/// The worst of all scenes.
struct Worst
{
    double erleDb = 1000;
    double convergeSeconds = 0;
    double nearLossDb = -1000;
    double microseconds = 0;
};

double processorSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void judge(EchoScene& scene, const EchoScene::Canceller& canceller, std::size_t latency, Worst& worst)
{
    const double start = processorSeconds();
    scene.run(canceller);
    const double frames = static_cast<double>(scene.reference.size()) / VoiceProcessor::frameLength;
    worst.microseconds = std::max(worst.microseconds, (processorSeconds() - start) * 1e6 / frames);
    worst.erleDb = std::min(worst.erleDb, scene.erleDb(settledFrom, aloneSeconds));
    const double converged = scene.secondsToConverge();
    worst.convergeSeconds = std::max(worst.convergeSeconds, converged < 0 ? aloneSeconds : converged);
    worst.nearLossDb =
        std::max(worst.nearLossDb, scene.nearLossDb(aloneSeconds, aloneSeconds + togetherSeconds, latency));
}

struct Contest
{
    Worst ours;
    Worst agnostic;
    Worst none;

    void hold(const EchoSetup& setup, const std::vector<float>& far, const std::vector<float>& near)
    {
        VoiceProcessing settings;
        settings.cancelsEcho = true;
        auto made = VoiceProcessor::create(settings);
        if (!made)
            return;
        auto& processor = made.value();
        AgnosticCanceller peer;
        EchoScene scene(setup, far, near);
        judge(
            scene, [&](auto microphone, auto reference) { processor.process(microphone, reference); },
            processor.latencyFrames(), ours);
        judge(
            scene, [&](auto microphone, auto reference) { peer.process(microphone, reference); },
            processor.latencyFrames(), agnostic);
        judge(
            scene, [](auto, auto) {}, 0, none);
        std::printf(
            "  %3.0f ms, %4.0f ppm%s: worst so far %.1f dB, %.1f s, %.1f dB of the near voice; the peer %.1f dB\n",
            setup.delayMs, setup.driftPpm, setup.isClipping ? ", clipping" : "", ours.erleDb, ours.convergeSeconds,
            ours.nearLossDb, agnostic.erleDb);
    }
};

/// The same reader's other clips, pitched by 15 %, as loud as the echo of `far`.
std::vector<float> nearSpeech(const std::vector<float>& far, double echoDb)
{
    std::vector<float> near(static_cast<std::size_t>(aloneSeconds * 16000));
    const auto speech = atRate(recordedSpeech(togetherSeconds * 1.15, 2), 18400, 16000);
    const double wanted = powerOf(far, 0, far.size()) * std::pow(10.0, echoDb / 10);
    const double scale = std::sqrt(wanted / powerOf(speech, 0, speech.size()));
    for (const auto sample : speech)
        near.push_back(static_cast<float>(scale) * sample);
    return near;
}

void add(Figures& figures, const std::string& figure, const std::string& unit, const Contest& contest,
         double Worst::*value)
{
    figures.add(figure, contest.ours.*value, unit);
    figures.add(figure + "_webrtc_agnostic", contest.agnostic.*value, unit);
    figures.add(figure + "_none", contest.none.*value, unit);
}

} // namespace

void echoBench(Figures& figures)
{
    const auto far = recordedSpeech(aloneSeconds + togetherSeconds);
    if (far.empty())
    {
        std::puts("echo: skipped, the recordings of pocketsphinx-testdata are not installed.");
        return;
    }
    EchoSetup setup;
    const auto near = nearSpeech(far, setup.echoDb);
    Contest steady;
    for (const double delayMs : figures.isQuick() ? std::vector{200.0} : std::vector{20.0, 80.0, 200.0, 400.0, 500.0})
    {
        setup.delayMs = delayMs;
        steady.hold(setup, far, near);
    }
    Contest drifting;
    setup.delayMs = 200;
    for (const double ppm : figures.isQuick() ? std::vector{100.0} : std::vector{50.0, 100.0, 200.0})
    {
        setup.driftPpm = ppm;
        drifting.hold(setup, far, near);
    }
    add(figures, "echo.erle_db", "dB", steady, &Worst::erleDb);
    add(figures, "echo.erle_drift_db", "dB", drifting, &Worst::erleDb);
    add(figures, "echo.converge_s", "s", steady, &Worst::convergeSeconds);
    add(figures, "echo.near_end_loss_db", "dB", steady, &Worst::nearLossDb);
    add(figures, "echo.us_per_frame", "us", steady, &Worst::microseconds);
}

} // namespace parley::bench
