// SPDX-License-Identifier: GPL-3.0-or-later
// Knows which answers are still to come, still being made, or still being heard.
#pragma once

#include "RecordedEvent.h"

#include <map>
#include <set>
#include <string>

namespace parley::host
{

/// Pure: the same events give the same answers.
class Responses
{
public:
    void take(const RecordedEvent& event);

    [[nodiscard]] bool anyBegan() const noexcept { return !responses.empty(); }

    /// True when somebody is owed an answer: the user is speaking, a turn or a request has no response yet, or a tool
    /// has not returned.
    [[nodiscard]] bool isOneOwed() const;

    /// True when nothing is owed, every response is done, and each that had sound has been played to its end or was
    /// interrupted.
    [[nodiscard]] bool areAllOver() const;

    /// Turns of the user whose words the service has yet to write down; always 0 where it was not asked to.
    [[nodiscard]] std::size_t missingTranscripts() const noexcept { return untranscribed.size(); }

    /// The response that made the item, or nothing.
    [[nodiscard]] std::string responseOfItem(const std::string& itemId) const;

private:
    struct Response
    {
        bool isDone = false;
        bool wasCancelled = false;
        bool hasAudio = false;
        bool playbackStarted = false;
        bool playbackEnded = false;

        [[nodiscard]] bool isOver() const
        {
            const bool willNeverSound = wasCancelled && !playbackStarted;
            return isDone && (!hasAudio || playbackEnded || willNeverSound);
        }
    };

    void takeFromServer(const RecordedEvent& event);
    void takeFromClient(const RecordedEvent& event);
    void takeFromParley(const RecordedEvent& event);
    void takeInputEvent(const RecordedEvent& event);
    void takeResponseEvent(const RecordedEvent& event);
    void takeOutputItem(const RecordedEvent& event);

    std::map<std::string, Response> responses;
    std::map<std::string, std::string> responseOf; ///< By item.
    std::set<std::string> runningCalls;
    std::set<std::string> untranscribed;
    bool isUserSpeaking = false;
    bool isRequested = false;
    bool isTranscribing = false;
};

} // namespace parley::host
