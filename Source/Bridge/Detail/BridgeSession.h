// SPDX-License-Identifier: Apache-2.0
// The half of VoiceBridge that lives on the network thread: it finds the service, holds the session, and moves audio
// between the session and the fifos of the audio thread.
#pragma once

#include "Audio/CaptureFifo.h"
#include "Audio/PlayoutFifo.h"
#include "Base/Executor.h"
#include "Bridge/Capture.h"
#include "Bridge/ConversationView.h"
#include "Bridge/LatencyMeter.h"
#include "Bridge/Playout.h"
#include "Bridge/VoiceBridge.h"
#include "Realtime/EventHub.h"
#include "Realtime/Session.h"

#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace parley::bridge
{

/// What the audio thread and the network thread share: two fifos and atomics, no lock.
struct AudioSide
{
    audio::CaptureFifo capture;
    audio::PlayoutFifo playout;
    std::atomic<int> sampleRate{48000};
    std::atomic<int> largestBlock{0};
    std::atomic<bool> isListening{false}; ///< Captured blocks are wanted.
    std::atomic<float> inputPeak{0};
    std::atomic<float> outputPeak{0};
};

/// Functions without a mark may be called from any thread but the audio thread.
class BridgeSession : public std::enable_shared_from_this<BridgeSession>
{
public:
    /// The executor must outlive this.
    BridgeSession(const std::shared_ptr<Executor>& usedExecutor, std::shared_ptr<AudioSide> sharedAudio);

    void connect(const ConnectSettings& settings);
    void disconnect();
    void sendText(std::string text);
    void interrupt();
    void warn(Error error);

    /// A look-up of the service under way on the pool ends soon.
    void stopResolving();

    /// The bridge goes away: nothing is touched any more. @thread network
    void end();

    [[nodiscard]] BridgeStatus status() const;
    [[nodiscard]] std::vector<TranscriptLine> transcript() const;
    [[nodiscard]] BridgeCounters counters() const;
    std::uint64_t subscribe(realtime::EventHandler handler) { return events.subscribe(std::move(handler)); }
    void unsubscribe(std::uint64_t subscription) { events.unsubscribe(subscription); }
    void unsubscribeAll() { events.unsubscribeAll(); }

private:
    /// What the pool finds out before a session can begin.
    struct Resolved
    {
        Result<ResolvedProvider> provider;
        std::shared_ptr<realtime::Recorder> recorder;
    };

    void beginResolving(const ConnectSettings& settings);
    [[nodiscard]] Resolved resolve(const ConnectSettings& settings, const std::stop_token& stop);
    void begin(const ConnectSettings& settings, Resolved resolved);
    [[nodiscard]] realtime::TransportFactory transports(const ProviderSettings& provider, net::WebSocketOptions first);
    void forgetSession();
    void closeSession();
    void fail(const Error& error);
    void startPump();
    void schedulePump();
    void pump();
    void observe(std::uint64_t ofAttempt, const realtime::Event& event);
    void reportLatency();
    void leave(std::uint64_t ofAttempt);
    void publish(const realtime::Event& event);
    void post(std::function<void(BridgeSession&)> task);
    void silenceOnceClosed();
    void releaseOnPool(std::shared_ptr<LocalService> released);

    /// A session of one attempt to connect; it stays until its transport is gone.
    struct Attempt
    {
        std::uint64_t number = 0;
        std::unique_ptr<realtime::Session> session;
    };

    Executor& executor;
    const std::weak_ptr<Executor> executorOwner;
    const std::shared_ptr<AudioSide> sharedAudioSide;
    AudioSide& audio;
    realtime::EventHub events;
    Capture capture;
    std::shared_ptr<Playout> playout;
    LatencyMeter latency;
    boost::asio::steady_timer timer;
    realtime::Session* session = nullptr; ///< That of the current attempt, in `attempts`.
    std::vector<Attempt> attempts;
    std::shared_ptr<realtime::Recorder> recorder; ///< Of the current attempt; may be empty.
    std::uint64_t currentAttempt = 0;             ///< What belongs to an older one comes too late.
    bool isResolving = false;
    realtime::InputAudio earlyAudio; ///< What is said while the service is looked for.
    std::vector<std::string> earlyTexts;
    bool isPumping = false;
    bool hasEnded = false;
    std::uint64_t earlySamplesBefore = 0; ///< What the sessions before this one dropped.
    std::atomic<std::uint64_t> earlySamplesDropped{0};

    mutable std::mutex sharedMutex; ///< For what other threads read.
    ConversationView view;
    std::stop_source resolving;
    std::shared_ptr<LocalService> localService; ///< @thread network
};

} // namespace parley::bridge
