// SPDX-License-Identifier: Apache-2.0
// What was said in a conversation, as the messages of POST /chat/completions. Pure.
#pragma once

#include "Realtime/Agent.h"
#include "Voice/ChatReader.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace parley::voice
{

/// @thread one at a time
class ChatHistory
{
public:
    /// Beyond it, the oldest turns are forgotten, each whole.
    static constexpr std::size_t mostMessages = 200;

    void user(const std::string& text);
    /// Nothing is kept of an empty one.
    void assistant(const std::string& text);
    /// Of the answer to the latest message of the user's only this was heard; nothing: it is forgotten.
    void cutAnswer(const std::string& heard);
    /// The calls and their outputs, in the same order; and what was said before them.
    void tools(const std::string& text, const std::vector<ChatReader::Call>& calls,
               const std::vector<std::string>& outputs);

    /// The body of a streamed request. Of an agent's tools, those that are enabled; hosted MCP servers are not offered,
    /// for this door has none.
    [[nodiscard]] wire::Json request(const std::string& model, const realtime::Agent& agent) const;
    [[nodiscard]] const std::deque<wire::Json>& all() const noexcept { return messages; }

private:
    void add(wire::Json message);

    std::deque<wire::Json> messages;
};

} // namespace parley::voice
