// SPDX-License-Identifier: Apache-2.0
// One turn of an AgentWorkflow: the model is asked until it has answered without calling a tool.
#pragma once

#include "Net/HttpCall.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/Detail/ChatHistory.h"
#include "Voice/Detail/ToolRound.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace parley::voice
{

/// What lasts from turn to turn. For the network thread, except the name.
struct AgentWorkflow::Conversation
{
    std::shared_ptr<const VoiceService> service;
    AgentWorkflowSettings settings;
    ChatHistory history{};
    std::shared_ptr<const realtime::Agent> speaker{};
    bool hasGreeted = false;
    mutable std::mutex mutex{}; ///< For the name alone.
    std::string speakerName{};

    void speakAs(std::shared_ptr<const realtime::Agent> next);
};

/// @thread network
class ChatTurn : public std::enable_shared_from_this<ChatTurn>
{
public:
    ChatTurn(std::shared_ptr<AgentWorkflow::Conversation> in, WorkflowHandlers told);

    void start(const std::string& transcript);
    /// No handler is called any more; what was said so far is remembered.
    void stop();

private:
    void ask();
    void heard(std::string_view bytes);
    void answered(const std::optional<Error>& problem);
    void toolsDone(const ToolRound::Result& result);
    void end(const std::optional<Error>& problem);

    std::shared_ptr<AgentWorkflow::Conversation> conversation;
    WorkflowHandlers handlers;
    std::optional<ChatReader> reader;
    std::string said; ///< In this round.
    std::unique_ptr<net::HttpCall> call;
    std::shared_ptr<ToolRound> tools;
    int rounds = 0;
    bool isOver = false;
};

} // namespace parley::voice
