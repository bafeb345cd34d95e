// SPDX-License-Identifier: Apache-2.0
// What a person sees of a session: where it stands, in words, and who said what.
#pragma once

#include "Bridge/VoiceBridge.h"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::bridge
{

/// Pure: fed with events, read as a whole.
/// @thread one at a time
class ConversationView
{
public:
    /// Older lines leave.
    static constexpr std::size_t mostLines = 500;

    void apply(const realtime::Event& event);
    /// What was said is not shown any more; where the session stands is.
    void forgetLines() { lines.clear(); }

    [[nodiscard]] const BridgeStatus& status() const noexcept { return current; }
    [[nodiscard]] const std::vector<TranscriptLine>& transcript() const noexcept { return lines; }

private:
    void applyToLines(const realtime::Event& event);
    TranscriptLine& line(wire::Role role, const std::string& itemId);
    BridgeStatus current{realtime::ConnectionState::disconnected, "Not connected."};
    std::vector<TranscriptLine> lines;
};

} // namespace parley::bridge
