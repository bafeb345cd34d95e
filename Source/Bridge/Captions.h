// SPDX-License-Identifier: Apache-2.0
// The agent's words at the moment at which they sound: they arrive long before that, and are never told when cut.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Realtime/Event.h"

#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bridge
{

/// Where in the audio a word sounds is not on the wire. A word is first anchored at the samples that had arrived before
/// it; once all text and all audio of its part are there, the text is spread evenly over the audio. Nothing of a part
/// is told before the part sounds, and all of it when the part was heard to its end. The words of a part keep their
/// order.
/// Pure. @thread one at a time
class Captions
{
public:
    /// Parts whose words wait; beyond it the words of the oldest part are given up.
    static constexpr std::size_t mostParts = 64;
    /// Words that wait in one part; beyond it they are joined to the last one.
    static constexpr std::size_t mostWords = 4096;

    /// More text of this part, of which so many samples of audio have arrived.
    void words(const audio::SpeechPart& part, std::string_view text, std::uint64_t samplesReceived);

    /// All text of this part is there. `text` is used when none of it came in pieces.
    void wordsComplete(const audio::SpeechPart& part, std::string_view text);

    /// All audio of this part is there.
    void audioComplete(const audio::SpeechPart& part, std::uint64_t samples);

    /// So much of the part has sounded; `toItsEnd`: nothing more of it will.
    void heard(const audio::SpeechPart& part, std::uint64_t samples, bool toItsEnd);

    /// What is to be told now, in order, at most one caption a part.
    [[nodiscard]] std::vector<realtime::AnswerCaption> take();

    /// What waits will not be heard.
    void clear();

private:
    struct Word
    {
        std::string text;
        std::size_t offset = 0; ///< In the part's text, in bytes.
        std::uint64_t anchor = 0;
    };
    struct Part
    {
        audio::SpeechPart name;
        std::deque<Word> waiting;
        std::size_t length = 0; ///< Of all its text so far, in bytes.
        std::optional<std::uint64_t> samples;
        std::uint64_t heard = 0;
        bool hasAllWords = false;
        bool isHeardToEnd = false;

        void add(std::string_view word, std::uint64_t anchor);
        void refine();
        [[nodiscard]] bool isDue(const Word& word) const;
        [[nodiscard]] std::optional<realtime::AnswerCaption> take();
    };

    [[nodiscard]] Part* find(const audio::SpeechPart& part);
    [[nodiscard]] Part& findOrAdd(const audio::SpeechPart& part);

    std::list<Part> parts; ///< Those that have words, in the order of their first ones.
};

} // namespace parley::bridge
