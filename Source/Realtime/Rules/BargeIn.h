// SPDX-License-Identifier: Apache-2.0
// What happens to an answer that is cut short: late audio is dropped, and the service is told what was heard. Pure.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Wire/ClientEvent.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <set>
#include <string>
#include <vector>

namespace parley::realtime
{

/// How much of a part left the output before it was cut.
struct HeardSpeech
{
    audio::SpeechPart part;
    std::uint64_t heardSamples = 0; ///< At 24 kHz, rounded down.
    std::uint64_t receivedSamples = 0;

    /// Whole milliseconds, rounded down, never more than was received.
    [[nodiscard]] std::chrono::milliseconds heard() const;
};

/// @thread one at a time
class BargeIn
{
public:
    /// Event ids of truncations and deletions begin so; a refusal of one is never fatal.
    static constexpr const char* eventIdPrefix = "parley_bargein_";

    void speechArrived(const std::string& responseId, const std::string& itemId);
    /// Speech that came too late to be heard. An item of which all did is deleted once it is done.
    void speechDropped(const std::string& itemId);
    /// Speech that waited and is never to be heard: the deletion of its item, now if it is done and was not heard.
    [[nodiscard]] std::vector<wire::ClientEvent> speechWithheld(const std::string& itemId, bool itemIsDone);
    void playbackFinished(const std::string& responseId);
    void responseEnded(const std::string& responseId);

    /// True while speech may be sounding or waiting to sound.
    [[nodiscard]] bool isSpeaking() const noexcept { return !sounding.empty(); }

    [[nodiscard]] bool isSpeaking(const std::string& responseId) const;

    /// Speech of the responses that sound or are under way is not wanted any more.
    void interrupt(const std::set<std::string>& activeResponses);
    /// Further speech of this response is not wanted; what came of it sounds on.
    void drop(const std::string& responseId);
    [[nodiscard]] bool isDropped(const std::string& responseId) const;

    /// What to tell the service: a partly heard part is truncated, an unheard item deleted (now, or once it is done).
    /// Of an item that was heard in part, the unheard parts are truncated to nothing.
    [[nodiscard]] std::vector<wire::ClientEvent> settle(const std::vector<HeardSpeech>& heard,
                                                        const std::set<std::string>& itemsDone);
    /// The deletion that waited for this item, if any.
    [[nodiscard]] std::vector<wire::ClientEvent> itemDone(const std::string& itemId);

    /// What was to be told the service of the lost connection is told nobody. What sounds goes on sounding.
    void connectionLost();

    void reset();

private:
    [[nodiscard]] std::string nextEventId();
    /// The latest of each; a response or an item comes to its end long before it leaves here.
    std::list<std::string> sounding;
    std::list<std::string> dropped;
    std::list<std::string> spokenItems; ///< Of which speech went to the listener.
    std::list<std::string> deleteWhenDone;
    std::uint64_t lastEvent = 0;
};

} // namespace parley::realtime
