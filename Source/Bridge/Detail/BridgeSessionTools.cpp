// SPDX-License-Identifier: Apache-2.0
// What the program and the user say about calls of tools.
#include "Bridge/Detail/BridgeSession.h"

#include <utility>

namespace parley::bridge
{

void BridgeSession::withSession(const char* what, std::function<void(Conversation&)> task)
{
    post(
        [what, task = std::move(task)](BridgeSession& self)
        {
            if (self.session != nullptr)
                task(*self.session);
            else
                self.publish(realtime::ErrorEvent{{ErrorCode::notConnected,
                                                   std::string("There is no session, so that ") + what +
                                                       " reached nobody: the call ended with its session.",
                                                   "tool"}});
        });
}

void BridgeSession::answerTool(std::string callId, Result<realtime::ToolOutput> output)
{
    withSession("a tool's answer", [callId = std::move(callId), output = std::move(output)](Conversation& now)
                { now.answerTool(callId, output); });
}

void BridgeSession::approve(std::string callId, bool always)
{
    withSession("an approval",
                [callId = std::move(callId), always](Conversation& now) { now.approve(callId, always); });
}

void BridgeSession::reject(std::string callId, bool always, std::string message)
{
    withSession("a rejection", [callId = std::move(callId), always, message = std::move(message)](Conversation& now)
                { now.reject(callId, always, message); });
}

} // namespace parley::bridge
