// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a recording as a conversation: what happens, told in lines, and the turns that come of it.
#pragma once

#include "CaptureClock.h"
#include "RecordedEvent.h"
#include "Responses.h"
#include "Turn.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::host
{

/// Pure: the same events give the same lines and turns. All times are the recording's.
class Conversation
{
public:
    /// A line fit to be shown ("you: go forward"), where the event is worth one.
    std::optional<std::string> take(const RecordedEvent& event);

    /// In the order in which they began. A turn of the user spans what the service counted as speech, padding
    /// included; a turn of the agent spans what the host heard of it.
    [[nodiscard]] const std::vector<Turn>& turns() const noexcept { return known; }

    [[nodiscard]] const Responses& responses() const noexcept { return answers; }

    /// Whether the latest failure that a line told of has these words.
    [[nodiscard]] bool hasTold(const std::string& failure) const { return !failure.empty() && failure == lastFailure; }

private:
    std::optional<std::string> takeFromServer(const RecordedEvent& event);
    std::optional<std::string> takeFromParley(const RecordedEvent& event);
    std::optional<std::string> takeConnection(const RecordedEvent& event);
    std::optional<std::string> takeInputSpeech(const RecordedEvent& event);
    std::optional<std::string> takeInputTranscript(const RecordedEvent& event);
    std::optional<std::string> takeOutputWords(const RecordedEvent& event);
    std::optional<std::string> takeInterruption(const RecordedEvent& event);
    Turn& turn(TurnRole role, const std::string& id);

    CaptureClock capture;
    Responses answers;
    std::vector<Turn> known;
    std::string lastFailure;
};

} // namespace parley::host
