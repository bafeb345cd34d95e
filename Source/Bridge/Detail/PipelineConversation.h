// SPDX-License-Identifier: Apache-2.0
// A voice pipeline as the conversation of a bridge: what is captured goes into it, and what it says comes out as the
// events and the speech of a session.
#pragma once

#include "Bridge/Detail/Conversation.h"
#include "Bridge/Playout.h"
#include "Bridge/VoiceBridge.h"
#include "Net/Detail/Deadline.h"
#include "Realtime/Recorder.h"
#include "Realtime/Rules/ReconnectLadder.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/Pipeline.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::bridge
{

struct PipelineOptions
{
    ConnectSettings settings; ///< With `pipeline` set.
    std::uint64_t number = 0; ///< Of the conversations of this playout: it makes the ids of the answers its own.
    net::WebSocketOptions socket;
    std::shared_ptr<Playout> playout;
    std::shared_ptr<realtime::Recorder> recorder; ///< May be empty.
    realtime::EventHandler observer;
    /// Where the service is now; for each attempt after a failure. Blocks: called on the pool.
    std::function<Result<net::WebSocketOptions>()> findAgain;
};

/// A run that fails for a while (see ReconnectLadder) is followed by another, and the workflow remembers; else the
/// conversation has failed. The pipeline makes speech `mostAhead` ahead of what is played, not more, for an answer may
/// be interrupted.
/// @thread network
class PipelineConversation final : public Conversation, public std::enable_shared_from_this<PipelineConversation>
{
public:
    /// 30 s at 24 kHz.
    static constexpr std::size_t mostAhead = std::size_t{30} * 24000;
    /// Lines written while there is no run.
    static constexpr std::size_t mostWaitingTexts = 64;

    PipelineConversation(std::shared_ptr<Executor> usedExecutor, PipelineOptions given);
    ~PipelineConversation() override;

    void connect() override;
    void close() override;
    void sendMessage(std::string text) override;
    void sendAudio(std::vector<std::int16_t> samples, bool endsTurn) override;
    void audioCaptured(std::vector<std::int16_t> samples, bool endsTurn) override
    {
        sendAudio(std::move(samples), endsTurn);
    }
    /// What concerns hearing and speaking applies at once, and an answer under way ends; the instructions are those of
    /// the next connection, which a Warning says.
    void updateSettings(wire::SessionConfig changes) override;
    void updateCast(realtime::Agent first, std::vector<realtime::Agent> cast) override;
    void interrupt() override;
    /// A pipeline's tools run by themselves: a Warning says that no call waits.
    void answerTool(std::string callId, Result<realtime::ToolOutput>) override { noCallWaits(callId); }
    void approve(std::string callId, bool) override { noCallWaits(callId); }
    void reject(std::string callId, bool, std::string) override { noCallWaits(callId); }
    void playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput) override;
    void playbackFinished(const std::string& responseId) override;
    void playbackAdvanced() override { take(); }
    [[nodiscard]] std::uint64_t droppedEarlySamples() const override;

private:
    /// The turn that is being answered.
    struct Answer
    {
        std::string responseId;
        std::string itemId;
        std::string agent;
        std::string text;
    };

    void run();
    void take();
    void on(const voice::VoiceStreamEventAudio& audio);
    void on(const voice::VoiceStreamEventLifecycle& lifecycle);
    void on(const voice::VoiceStreamEventTranscript& transcript);
    void on(const voice::VoiceStreamEventText& text);
    void on(const voice::VoiceStreamEventError& failed);
    void noCallWaits(const std::string& callId);
    void listening();
    void beginAnswer();
    void endAnswer(const std::string& status, const std::string& reason);
    void silence();
    void wasCut(const std::vector<realtime::HeardSpeech>& heard);
    void failed(const Error& error);
    void findService();
    void found(const Result<net::WebSocketOptions>& socket);
    void enter(realtime::ConnectionState next, std::optional<Error> reason = {});
    void publish(const realtime::Event& event);
    [[nodiscard]] std::string speaker() const;
    [[nodiscard]] std::int64_t onAxis(const voice::VoiceStreamEventLifecycle& lifecycle) const;
    [[nodiscard]] std::string utterance(const std::string& itemId, bool isFinal);

    std::shared_ptr<Executor> executor;
    PipelineOptions options;
    voice::VoiceConfig config;
    std::shared_ptr<voice::VoiceService> service; ///< Found anew, it changes where it is.
    std::shared_ptr<voice::Workflow> workflow;
    std::shared_ptr<voice::AgentWorkflow> ownWorkflow; ///< The same, where the agent answers.
    std::shared_ptr<voice::StreamedAudioInput> input;
    std::optional<voice::Pipeline> pipeline;
    std::optional<voice::VoiceResult> result;
    std::optional<Answer> answer;
    Answer latest; ///< Perhaps it is still played.
    realtime::ConnectionState state = realtime::ConnectionState::disconnected;
    realtime::ReconnectLadder ladder;
    net::Deadline nextAttempt;
    std::vector<std::string> waitingTexts;
    std::uint64_t droppedBefore = 0; ///< By the inputs before this one.
    std::uint64_t pushedSamples = 0; ///< Into all of them.
    std::uint64_t inputBegin = 0;    ///< Samples pushed before what this one begins with.
    std::uint64_t answers = 0;
    std::uint64_t utterances = 0;
    bool isInterrupting = false; ///< By this side.
};

} // namespace parley::bridge
