// SPDX-License-Identifier: Apache-2.0
// The recognition of what was said: which job belongs to which part of which item, and the events that tell of it.
#pragma once

#include "Service/Conversation.h"
#include "Service/EventSink.h"
#include "Wire/AudioFormat.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::service
{

class Transcriptions
{
public:
    explicit Transcriptions(EventSink& events)
        : sink(events)
    {
    }

    /// What is likely to be said from now on.
    void expect(std::vector<std::string> phrases) { likely = std::move(phrases); }

    /// Has samples recognised before it is known whether they become an item; the result is the caller's.
    [[nodiscard]] std::uint64_t listenAhead(std::vector<std::int16_t> samples);

    /// As `request`, with a job that was begun ahead. `count` of the item's samples.
    void adopt(ConversationItem& item, int contentIndex, std::uint64_t job, std::int64_t count,
               std::optional<std::string> model);

    /// Has the samples recognised as part `contentIndex` of the item. With a `model`, which
    /// `audio.input.transcription` names, conversation.item.input_audio_transcription events tell of it.
    void request(ConversationItem& item, int contentIndex, std::vector<std::int16_t> samples,
                 std::optional<std::string> model);

    /// Has each input_audio part of an item recognised and takes the audio out of it. A part that is not base64 of
    /// PCM16 is a fault; the item is then as it was.
    [[nodiscard]] std::optional<Rejection> requestParts(ConversationItem& item, const std::string& path,
                                                        wire::AudioFormat format);

    [[nodiscard]] bool awaits(std::uint64_t job) const { return pending.contains(job); }

    /// Enters the transcript wherever its item is: in one, in several (by reference), or nowhere when it was deleted.
    void take(std::uint64_t job, const EngineResult& result, Conversation& conversation,
              const std::vector<Conversation*>& others);

private:
    struct Recognition
    {
        std::string itemId;
        int contentIndex = 0;
        std::int64_t samples = 0;
        std::optional<std::string> model; ///< None: no events.
    };

    static void enter(const Recognition& recognition, const EngineResult& result, Conversation& conversation);
    void tell(const Recognition& recognition, const EngineResult& result);
    void tellSegment(const Recognition& recognition, const Transcript& transcript);

    EventSink& sink;
    std::vector<std::string> likely;
    std::map<std::uint64_t, Recognition> pending;
};

} // namespace parley::service
