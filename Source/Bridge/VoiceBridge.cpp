// SPDX-License-Identifier: Apache-2.0
#include "Bridge/VoiceBridge.h"

#include "Audio/CaptureFifo.h"
#include "Audio/PlayoutFifo.h"
#include "Base/Log.h"
#include "Bridge/Detail/BridgeSession.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <future>
#include <span>
#include <utility>

namespace parley::bridge
{
namespace
{

using namespace std::chrono_literals;

constexpr int lowestRate = 8000;
constexpr int highestRate = 192000;
constexpr std::size_t renderPiece = 512;

/// The destructor waits for the network thread at most so long.
constexpr auto farewellDeadline = 1s;

float peakOf(const float* const* channels, int channelCount, int frames) noexcept
{
    float peak = 0;
    for (int channel = 0; channel < channelCount; ++channel)
        for (int frame = 0; channels[channel] != nullptr && frame < frames; ++frame)
        {
            const auto value = std::abs(channels[channel][frame]);
            if (value > peak && std::isfinite(value))
                peak = value;
        }
    return peak;
}

void raise(std::atomic<float>& peak, float value) noexcept
{
    auto known = peak.load(std::memory_order_relaxed);
    while (value > known && !peak.compare_exchange_weak(known, value, std::memory_order_relaxed))
        continue;
}

} // namespace

struct VoiceBridge::State
{
    std::shared_ptr<Executor> executor = Executor::shared();
    const std::shared_ptr<AudioSide> sharedAudio = std::make_shared<AudioSide>();
    AudioSide& audio = *sharedAudio;
    std::shared_ptr<BridgeSession> session = std::make_shared<BridgeSession>(executor, sharedAudio);
};

VoiceBridge::VoiceBridge()
    : state(std::make_unique<State>())
{
}

VoiceBridge::~VoiceBridge()
{
    if (state->executor->isNetworkThread())
    {
        state->session->unsubscribeAll();
        state->session->end();
        return;
    }
    // Nothing may be called once this returned. The network thread never blocks: it answers.
    const auto gone = std::make_shared<std::promise<void>>();
    auto answered = gone->get_future();
    state->session->stopResolving();
    state->session->unsubscribeAll();
    state->executor->post(
        [session = state->session, gone]
        {
            session->end();
            gone->set_value();
        });
    if (answered.wait_for(farewellDeadline) == std::future_status::timeout)
        log(LogLevel::error, "The network thread did not end a session within a second.");
}

void VoiceBridge::prepare(double sampleRate)
{
    const auto wanted = static_cast<int>(std::lround(sampleRate));
    const auto rate = std::clamp(wanted, lowestRate, highestRate);
    if (rate != wanted)
        state->session->warn(
            {ErrorCode::invalidArgument,
             "A sample rate of " + std::to_string(wanted) + " Hz is outside 8000 to 192000: choose another one.",
             "prepare"});
    state->audio.sampleRate.store(rate);
    state->audio.largestBlock.store(0);
}

void VoiceBridge::process(const float* const* in, int inChannels, float* const* out, int outChannels,
                          int frames) noexcept
{
    const auto now = std::chrono::steady_clock::now();
    auto& audio = state->audio;
    const auto rate = audio.sampleRate.load(std::memory_order_relaxed);
    const auto count = std::max(frames, 0);
    if (count > audio.largestBlock.load(std::memory_order_relaxed))
        audio.largestBlock.store(count, std::memory_order_relaxed);

    raise(audio.inputPeak, peakOf(in, inChannels, count));
    if (audio.isListening.load(std::memory_order_acquire))
        audio.capture.push(in, inChannels, count, rate, now);

    std::array<float, renderPiece> voice;
    for (int from = 0; from < count; from += static_cast<int>(renderPiece))
    {
        const auto piece = std::min(static_cast<int>(renderPiece), count - from);
        audio.playout.render(std::span(voice).first(static_cast<std::size_t>(piece)), rate, now);
        for (int channel = 0; channel < outChannels; ++channel)
            if (out[channel] != nullptr)
                std::memcpy(out[channel] + from, voice.data(), static_cast<std::size_t>(piece) * sizeof(float));
        const float* const rendered = voice.data();
        raise(audio.outputPeak, peakOf(&rendered, 1, piece));
    }
}

void VoiceBridge::connect(const ConnectSettings& settings)
{
    state->session->connect(settings);
}

void VoiceBridge::disconnect()
{
    state->session->disconnect();
}

void VoiceBridge::sendText(std::string text)
{
    state->session->sendText(std::move(text));
}

void VoiceBridge::interrupt()
{
    state->session->interrupt();
}

BridgeStatus VoiceBridge::status() const
{
    return state->session->status();
}

std::vector<TranscriptLine> VoiceBridge::transcript() const
{
    return state->session->transcript();
}

BridgeCounters VoiceBridge::counters() const
{
    auto counters = state->session->counters();
    counters.captureFramesDropped = state->audio.capture.droppedFrames();
    counters.playoutUnderruns = state->audio.playout.underruns();
    return counters;
}

BridgeMeters VoiceBridge::takeMeters() noexcept
{
    return {state->audio.inputPeak.exchange(0), state->audio.outputPeak.exchange(0)};
}

std::uint64_t VoiceBridge::subscribe(realtime::EventHandler handler)
{
    return state->session->subscribe(std::move(handler));
}

void VoiceBridge::unsubscribe(std::uint64_t subscription)
{
    state->session->unsubscribe(subscription);
}

} // namespace parley::bridge
