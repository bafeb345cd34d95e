// SPDX-License-Identifier: Apache-2.0
// What a bridge holds a conversation through: a live session, or a voice pipeline.
#pragma once

#include "Base/Result.h"
#include "Realtime/Agent.h"
#include "Realtime/Tool.h"
#include "Wire/SessionConfig.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::bridge
{

/// Tells its observer the events of a session (Realtime/Event.h), perhaps from inside one of these functions, but never
/// the end from inside `close`. See realtime::Session for what each function does.
/// @thread network, all of it
class Conversation
{
public:
    Conversation() = default;
    virtual ~Conversation() = default;
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    virtual void connect() = 0;
    virtual void close() = 0;
    virtual void sendMessage(std::string text) = 0;
    virtual void sendAudio(std::vector<std::int16_t> samples, bool endsTurn) = 0;
    /// As `sendAudio`, done when it returns. Only once the conversation is ready.
    virtual void audioCaptured(std::vector<std::int16_t> samples, bool endsTurn) = 0;
    virtual void updateSettings(wire::SessionConfig changes) = 0;
    virtual void updateCast(realtime::Agent first, std::vector<realtime::Agent> cast) = 0;
    virtual void interrupt() = 0;
    virtual void answerTool(std::string callId, Result<realtime::ToolOutput> output) = 0;
    virtual void approve(std::string callId, bool always) = 0;
    virtual void reject(std::string callId, bool always, std::string message) = 0;

    virtual void playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput) = 0;
    virtual void playbackFinished(const std::string& responseId) = 0;
    /// Some of the speech has been played; called by each pump of the bridge, 10 to 20 ms apart.
    virtual void playbackAdvanced() = 0;

    [[nodiscard]] virtual std::uint64_t droppedEarlySamples() const = 0;
};

} // namespace parley::bridge
