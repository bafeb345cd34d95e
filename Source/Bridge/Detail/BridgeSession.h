// SPDX-License-Identifier: Apache-2.0
// The half of VoiceBridge that lives on the network thread: it finds the service, holds the session, and moves audio
// between the session and the fifos of the audio thread.
#pragma once

#include "Base/Executor.h"
#include "Bridge/AudioLimits.h"
#include "Bridge/Capture.h"
#include "Bridge/ConversationView.h"
#include "Bridge/Detail/AudioSide.h"
#include "Bridge/Detail/CastSettings.h"
#include "Bridge/Detail/Conversation.h"
#include "Bridge/Detail/OfflineNotice.h"
#include "Bridge/LatencyMeter.h"
#include "Bridge/Playout.h"
#include "Bridge/VoiceBridge.h"
#include "Realtime/EventHub.h"
#include "Realtime/Session.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace parley::bridge
{

/// Functions without a mark may be called from any thread but the audio thread.
class BridgeSession : public std::enable_shared_from_this<BridgeSession>
{
public:
    /// The executor must outlive this.
    BridgeSession(const std::shared_ptr<Executor>& usedExecutor, std::shared_ptr<AudioSide> sharedAudio);

    void connect(const ConnectSettings& settings);
    void disconnect();
    /// See VoiceBridge::updateCast; without the program's own tools.
    void updateCast(CastChange change);
    void updateSession(wire::SessionConfig changes);
    void sendText(std::string text);
    void interrupt();
    void answerTool(std::string callId, Result<realtime::ToolOutput> output);
    void approve(std::string callId, bool always);
    void reject(std::string callId, bool always, std::string message);
    void newVisitor();
    void warn(Error error);
    void setAudio(const AudioSettings& settings);
    [[nodiscard]] AudioSettings audioSettings() const;

    /// A look-up of the service under way on the pool ends soon.
    void stopResolving();

    /// The bridge goes away: nothing is touched any more. @thread network
    void end();

    [[nodiscard]] BridgeStatus status() const;
    [[nodiscard]] std::vector<TranscriptLine> transcript() const;
    [[nodiscard]] BridgeCounters counters() const;
    [[nodiscard]] std::optional<realtime::LatencyMeasured> measuredLatency() const;
    std::uint64_t subscribe(realtime::EventHandler handler) { return events.subscribe(std::move(handler)); }
    void unsubscribe(std::uint64_t subscription) { events.unsubscribe(subscription); }
    void unsubscribeAll() { events.unsubscribeAll(); }

private:
    /// What the pool finds out before a session can begin.
    struct Resolved
    {
        Result<ResolvedProvider> provider;
        std::shared_ptr<realtime::Recorder> recorder;
        ConnectSettings settings{}; ///< With the cast of their agents file.
    };

    /// `opened`: the recording that goes on; empty: that of the settings is begun.
    void beginResolving(const ConnectSettings& settings, std::shared_ptr<realtime::Recorder> opened = {});
    [[nodiscard]] Resolved resolve(const ConnectSettings& settings, std::shared_ptr<realtime::Recorder> opened,
                                   const std::stop_token& stop);
    void begin(Resolved resolved);
    [[nodiscard]] realtime::EventHandler observerOf(std::uint64_t attempt);
    [[nodiscard]] std::shared_ptr<Conversation> liveConversation(Resolved resolved, std::shared_ptr<Executor> owner);
    [[nodiscard]] std::shared_ptr<Conversation> pipelineConversation(Resolved resolved,
                                                                     std::shared_ptr<Executor> owner);
    [[nodiscard]] std::function<void(std::shared_ptr<LocalService>)> serviceKeeper();
    [[nodiscard]] std::stop_token resolvingToken() const;
    [[nodiscard]] realtime::TransportFactory transports(const ProviderSettings& provider, net::WebSocketOptions first);
    void forgetSession();
    void closeSession();
    void fail(const Error& error);
    void startPump();
    [[nodiscard]] bool isPumpDue();
    [[nodiscard]] bool pump();
    void observe(std::uint64_t ofAttempt, const realtime::Event& event);

    // The way of the audio.
    [[nodiscard]] Playout::Listener playoutListener();
    [[nodiscard]] Capture::Listener captureListener();
    void applyAudio(const CheckedAudioSettings& checked);
    void tellTurnDetection();
    void tellCast(const CastChange& change);
    void captured(CapturedMessage message);
    void keepEarly(const CapturedMessage& message);
    void releaseEarly();
    void interruptAgent();
    void watchAnswers(const realtime::Event& event);
    void countEarlyLosses();
    void measure(const realtime::Event& event);
    void tellLatency(const LatencyMeter::Measured& measured);

    void leave(std::uint64_t ofAttempt);
    void publish(const realtime::Event& event);
    void post(std::function<void(BridgeSession&)> task);
    /// Without a session it is said that `what` was not done.
    void withSession(const char* what, std::function<void(Conversation&)> task);
    void silenceOnceClosed();
    void releaseOnPool(std::shared_ptr<LocalService> released);

    /// The conversation of one attempt to connect; it stays until its transport is gone.
    struct Attempt
    {
        std::uint64_t number = 0;
        std::shared_ptr<Conversation> session;
    };

    Executor& executor;
    const std::weak_ptr<Executor> executorOwner;
    const std::shared_ptr<AudioSide> sharedAudioSide;
    AudioSide& audio;
    realtime::EventHub events;
    Capture capture;
    std::shared_ptr<Playout> playout;
    LatencyMeter latency;
    Conversation* session = nullptr; ///< That of the current attempt, in `attempts`.
    std::vector<Attempt> attempts;
    std::shared_ptr<realtime::Recorder> recorder; ///< Of the current attempt; may be empty.
    std::uint64_t currentAttempt = 0;             ///< What belongs to an older one comes too late.
    bool isResolving = false;
    ConnectSettings connectedWith;   ///< Of the latest attempt.
    realtime::InputAudio earlyAudio; ///< What is said while the service is looked for.
    Capture::Time earlyCapturedAt{}; ///< Of the newest of it.
    bool earlyEndsTurn = false;
    std::vector<std::string> earlyTexts;
    wire::SessionConfig earlyChanges;
    std::optional<CastChange> earlyCast;
    bool isReady = false;     ///< What is given to the session is sent at once.
    int answersUnderWay = 0;  ///< Responses of the conversation that have begun and not ended.
    bool detectsTurns = true; ///< The service was told so last, or told nothing.
    wire::Nullable<wire::TurnDetection> askedTurnDetection; ///< By `connect`; applies in TurnMode::service.
    bool isPumping = false;
    bool isBeatLeftOut = false; ///< The last one was.
    OfflineNotice offline;
    bool hasEnded = false;
    std::uint64_t earlySamplesBefore = 0; ///< What the sessions before this one dropped.
    std::atomic<std::uint64_t> earlySamplesDropped{0};

    mutable std::mutex sharedMutex; ///< For what other threads read.
    ConversationView view;
    std::optional<realtime::LatencyMeasured> lastLatency;
    AudioSettings wantedAudio;
    std::stop_source resolving;
    std::shared_ptr<LocalService> localService; ///< @thread network
    AudioSettings usedAudio;                    ///< @thread network
};

} // namespace parley::bridge
