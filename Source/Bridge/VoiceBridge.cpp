// SPDX-License-Identifier: Apache-2.0
#include "Bridge/VoiceBridge.h"

#include "Base/Log.h"
#include "Bridge/Detail/AudioCallback.h"
#include "Bridge/Detail/BridgeSession.h"
#include "Cast/CastFile.h"

#include <algorithm>
#include <cmath>
#include <future>
#include <utility>

namespace parley::bridge
{
namespace
{

using namespace std::chrono_literals;

constexpr int lowestRate = 8000;
constexpr int highestRate = 192000;

/// The destructor waits for the network thread at most so long.
constexpr auto farewellDeadline = 1s;

int checkedRate(double sampleRate) noexcept
{
    return static_cast<int>(std::lround(std::clamp(sampleRate, double{lowestRate}, double{highestRate})));
}

} // namespace

struct VoiceBridge::State
{
    std::shared_ptr<Executor> executor = Executor::shared();
    const std::shared_ptr<AudioSide> sharedAudio = std::make_shared<AudioSide>();
    AudioSide& audio = *sharedAudio;
    AudioCallback callback{audio};
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
    process(in, inChannels, nullptr, 0, out, outChannels, frames);
}

void VoiceBridge::process(const float* const* in, int inChannels, const float* const* sidechain, int sidechainChannels,
                          float* const* out, int outChannels, int frames) noexcept
{
    state->callback.process({.in = in,
                             .inChannels = inChannels,
                             .sidechain = sidechain,
                             .sidechainChannels = sidechainChannels,
                             .out = out,
                             .outChannels = outChannels,
                             .frames = frames},
                            std::chrono::steady_clock::now());
}

void VoiceBridge::processInterleaved(const float* in, int inChannels, float* out, int outChannels, int frames) noexcept
{
    InterleavedBlock block;
    block.in = in;
    block.inChannels = inChannels;
    block.out = out;
    block.outChannels = outChannels;
    block.frames = frames;
    state->callback.processInterleaved(block, std::chrono::steady_clock::now());
}

void VoiceBridge::push(const float* const* in, int inChannels, const float* const* sidechain, int sidechainChannels,
                       int frames, double sampleRate) noexcept
{
    HostBlock block;
    block.in = in;
    block.inChannels = inChannels;
    block.sidechain = sidechain;
    block.sidechainChannels = sidechainChannels;
    block.frames = frames;
    state->callback.push(block, checkedRate(sampleRate), std::chrono::steady_clock::now());
}

void VoiceBridge::pushInterleaved(const float* in, int inChannels, const float* sidechain, int sidechainChannels,
                                  int frames, double sampleRate) noexcept
{
    InterleavedBlock block;
    block.in = in;
    block.inChannels = inChannels;
    block.sidechain = sidechain;
    block.sidechainChannels = sidechainChannels;
    block.frames = frames;
    state->callback.pushInterleaved(block, checkedRate(sampleRate), std::chrono::steady_clock::now());
}

void VoiceBridge::pull(float* const* out, int outChannels, int frames) noexcept
{
    HostBlock block;
    block.out = out;
    block.outChannels = outChannels;
    block.frames = frames;
    state->callback.pull(block, std::chrono::steady_clock::now());
}

void VoiceBridge::pullInterleaved(float* out, int outChannels, int frames) noexcept
{
    InterleavedBlock block;
    block.out = out;
    block.outChannels = outChannels;
    block.frames = frames;
    state->callback.pullInterleaved(block, std::chrono::steady_clock::now());
}

void VoiceBridge::setAudio(const AudioSettings& settings)
{
    state->session->setAudio(settings);
}

AudioSettings VoiceBridge::audio() const
{
    return state->session->audioSettings();
}

void VoiceBridge::setMuted(bool isMuted) noexcept
{
    state->audio.isMuted.store(isMuted, std::memory_order_relaxed);
}

void VoiceBridge::setTalking(bool isTalking) noexcept
{
    state->audio.isTalking.store(isTalking, std::memory_order_relaxed);
}

void VoiceBridge::setOffline(bool isOffline) noexcept
{
    state->audio.isOffline.store(isOffline, std::memory_order_relaxed);
}

void VoiceBridge::setOutputGain(float gain) noexcept
{
    state->audio.outputGain.store(gain, std::memory_order_relaxed);
}

void VoiceBridge::connect(const ConnectSettings& settings)
{
    state->session->connect(settings);
}

void VoiceBridge::disconnect()
{
    state->session->disconnect();
}

void VoiceBridge::updateSession(wire::SessionConfig changes)
{
    state->session->updateSession(std::move(changes));
}

Result<void> VoiceBridge::updateCast(const std::string& castText, const cast::CastHost& castHost)
{
    auto parsed = cast::parseCast(castText, "of this project", castHost);
    if (!parsed)
        return parsed.error();
    auto agents = parsed.value().settings();
    state->session->updateCast({std::move(agents.agent), std::move(agents.cast), castText, castHost});
    return {};
}

void VoiceBridge::sendText(std::string text)
{
    state->session->sendText(std::move(text));
}

void VoiceBridge::interrupt()
{
    state->session->interrupt();
}

void VoiceBridge::answerTool(std::string callId, Result<realtime::ToolOutput> output)
{
    state->session->answerTool(std::move(callId), std::move(output));
}

void VoiceBridge::approve(std::string callId, bool always)
{
    state->session->approve(std::move(callId), always);
}

void VoiceBridge::reject(std::string callId, bool always, std::string message)
{
    state->session->reject(std::move(callId), always, std::move(message));
}

void VoiceBridge::newVisitor()
{
    state->session->newVisitor();
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

std::optional<realtime::LatencyMeasured> VoiceBridge::latency() const
{
    return state->session->measuredLatency();
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
