// SPDX-License-Identifier: Apache-2.0
// A live session as the conversation of a bridge.
#pragma once

#include "Bridge/Detail/Conversation.h"
#include "Realtime/Session.h"

#include <memory>
#include <utility>

namespace parley::bridge
{

/// @thread network
class LiveConversation final : public Conversation
{
public:
    LiveConversation(std::shared_ptr<Executor> executor, realtime::SessionOptions options)
        : session(std::move(executor), std::move(options))
    {
    }

    void connect() override { session.connect(); }
    void close() override { session.close(); }
    void sendMessage(std::string text) override { session.sendMessage(std::move(text)); }
    void sendAudio(std::vector<std::int16_t> samples, bool endsTurn) override
    {
        session.sendAudio(std::move(samples), endsTurn);
    }
    void audioCaptured(std::vector<std::int16_t> samples, bool endsTurn) override
    {
        session.audioCaptured(std::move(samples), endsTurn);
    }
    void updateSettings(wire::SessionConfig changes) override { session.updateSettings(std::move(changes)); }
    void updateCast(realtime::Agent first, std::vector<realtime::Agent> cast) override
    {
        session.updateCast(std::move(first), std::move(cast));
    }
    void interrupt() override { session.interrupt(); }
    void answerTool(std::string callId, Result<realtime::ToolOutput> output) override
    {
        session.answerTool(std::move(callId), std::move(output));
    }
    void approve(std::string callId, bool always) override { session.approve(std::move(callId), always); }
    void reject(std::string callId, bool always, std::string message) override
    {
        session.reject(std::move(callId), always, std::move(message));
    }
    void playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput) override
    {
        session.playbackStarted(responseId, wireToOutput);
    }
    void playbackFinished(const std::string& responseId) override { session.playbackFinished(responseId); }
    void playbackAdvanced() override {}
    [[nodiscard]] std::uint64_t droppedEarlySamples() const override { return session.droppedEarlySamples(); }

private:
    realtime::Session session;
};

} // namespace parley::bridge
