// SPDX-License-Identifier: Apache-2.0
// The responses under way: the conversation's one, and those beside the conversation.
#pragma once

#include "Service/ResponseOverrides.h"
#include "Service/ResponseRun.h"

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

struct EndedResponse
{
    bool joinsConversation = true;
    std::int64_t spokenSamples = 0;
};

/// docs/protocol.md, One response at a time, and Responses beside the conversation.
class Responses
{
public:
    /// Beside the conversation's; more are refused.
    static constexpr std::size_t mostBeside = 16;

    /// The references outlive it.
    Responses(EventSink& sink, Conversation& conversation, Transcriptions& transcriptions, std::string conversationId);

    /// `overrides` is the checked `response` of a response.create, or null.
    [[nodiscard]] std::optional<Rejection> create(const Json& overrides, const SessionSettings& settings);

    /// By id, or with an empty one the conversation's.
    [[nodiscard]] std::optional<Rejection> cancel(const std::string& responseId);

    /// The user has begun to speak: ends the conversation's, never another.
    void interrupt();

    /// Passed over when no response waits for this job.
    void take(std::uint64_t job, const EngineResult& result);

    /// Whether any speech of the agent's was sent.
    [[nodiscard]] bool haveSpoken() const noexcept { return !heardVoice.empty(); }

    /// To be called after each input of the session.
    void proceed();

    /// What is answered in place of the conversation, for transcripts to be entered.
    [[nodiscard]] std::vector<Conversation*> ownInputs();

    /// Those that ended since the last call.
    [[nodiscard]] std::vector<EndedResponse> takeEnded();

private:
    [[nodiscard]] std::list<ResponseRun>::iterator ofConversation();
    [[nodiscard]] std::optional<Rejection> findFaultInVoice(const Json& overrides,
                                                            const SessionSettings& settings) const;

    EventSink& sink;
    Conversation& conversation;
    Transcriptions& transcriptions;
    std::string conversationId;
    std::list<ResponseRun> runs;
    std::string heardVoice; ///< The first that spoke; empty: none has.
};

} // namespace parley::service
