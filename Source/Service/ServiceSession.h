// SPDX-License-Identifier: Apache-2.0
// One session of the service as a pure state machine: frames, results and time in; events, jobs and orders out.
#pragma once

#include "Service/InputSpeech.h"
#include "Service/InputTurns.h"
#include "Service/McpServers.h"
#include "Service/RateLimitNotices.h"
#include "Service/Responses.h"
#include "Service/SessionSettings.h"
#include "Service/Transcriptions.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

/// Since the session was opened.
using SessionTime = std::chrono::milliseconds;

struct SessionOrigin
{
    std::string model;
    std::uint64_t seed = 0;           ///< Of the ids.
    std::int64_t openedAtSeconds = 0; ///< Since the epoch; for `expires_at`.
    Json settings = Json::object();   ///< A checked `session` to begin with.
    /// docs/protocol.md, Connecting: a session ends after 60 minutes.
    SessionTime longest = std::chrono::minutes(60);
    bool isTranscription = false; ///< Speech is written down and not answered.
};

/// Has no thread, socket or clock: the same inputs give the same outputs. Every input returns what it leads to.
/// @thread one at a time
class ServiceSession
{
public:
    explicit ServiceSession(SessionOrigin origin);
    ServiceSession(const ServiceSession&) = delete;
    ServiceSession& operator=(const ServiceSession&) = delete;

    /// The first output: session.created.
    [[nodiscard]] SessionOutput open();
    [[nodiscard]] SessionOutput receiveText(std::string_view frame, SessionTime now);
    [[nodiscard]] SessionOutput receiveBinary();
    /// A result of a job that an output ordered, or a part of it. What nobody waits for any more is ignored.
    [[nodiscard]] SessionOutput takeResult(std::uint64_t job, const EngineResult& result, SessionTime now);
    /// To be called at `nextDeadline`, or any time.
    [[nodiscard]] SessionOutput passTime(SessionTime now);
    [[nodiscard]] SessionTime nextDeadline() const;

private:
    void handle(const Json& event);
    void refuse(const Rejection& rejection);
    void updateSession(const Json& changes);
    void appendInput(const Json& event);
    void hear(const std::vector<std::int16_t>& samples);
    void apply(const InputChange& change);
    void commitInput();
    [[nodiscard]] ConversationItem& addSpokenItem(const std::string& itemId);
    void transcribeItem(CommittedAudio audio);
    void endTurn(const TurnStopped& stopped);
    void listenAhead(const TurnPaused& paused);
    void takeAhead(const EngineResult& result);
    void judgeAhead(std::string_view words);
    void forgetPause();
    void createItem(const Json& event);
    void deleteItem(const std::string& itemId);
    void retrieveItem(const std::string& itemId);
    void truncateItem(const Json& event);
    void createResponse(const Json& overrides);
    void answerTurn();
    void cancelResponse(const Json& event);
    void settleResponse(const EndedResponse& ended);
    void expire();
    void triggerIdleTimeout();
    [[nodiscard]] SessionOutput settle();

    EventSink sink;
    SessionSettings settings;
    Conversation conversation;
    InputSpeech inputSpeech;
    InputTurns inputTurns;
    Transcriptions transcriptions;
    Responses responses;
    McpServers mcpServers;
    RateLimitNotices rateLimitNotices;
    /// What is recognised in a pause, before it is known whether the turn is over.
    struct Ahead
    {
        std::uint64_t job = 0; ///< 0: none.
        std::int64_t speechEnd = 0;
        bool isWholeTurn = false;
        std::optional<Transcript> heard;
    };
    Ahead ahead;
    Json clientEventId;
    SessionTime now{0};
    SessionTime end;
    std::optional<SessionTime> idleAt;
    std::int64_t idleSinceMs = 0; ///< On the input's axis.
    bool isClosed = false;
};

} // namespace parley::service
