// SPDX-License-Identifier: Apache-2.0
// The sentences of one answer: some are at the service at a time, and they are heard strictly in order. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace parley::voice
{

/// @thread one at a time
class SpeechOrder
{
public:
    struct Started
    {
        std::uint64_t id = 0;
        std::string text;
    };
    struct Piece
    {
        std::string text; ///< Of the sentence that begins with this piece; else empty.
        std::vector<std::int16_t> samples;
    };

    /// Ids are never used again.
    explicit SpeechOrder(std::uint64_t firstId)
        : nextId(firstId)
    {
    }

    void add(std::string sentence);
    /// Those that may go to the service now, in order; so many may be there at a time.
    [[nodiscard]] std::vector<Started> start(std::size_t mostInFlight);
    /// Of a sentence that is not known (any more), nothing is kept.
    void speech(std::uint64_t id, std::span<const std::int16_t> samples);
    void ended(std::uint64_t id);
    /// What may be heard now.
    [[nodiscard]] std::vector<Piece> take();

    [[nodiscard]] bool isInFlight(std::uint64_t id) const;
    [[nodiscard]] std::vector<std::uint64_t> inFlight() const;
    /// All that was added was taken.
    [[nodiscard]] bool isDone() const noexcept { return sentences.empty(); }
    [[nodiscard]] std::uint64_t unusedId() const noexcept { return nextId; }

private:
    enum class State
    {
        waiting,
        inFlight,
        done
    };
    struct Sentence
    {
        std::uint64_t id = 0;
        std::string text;
        State state = State::waiting;
        std::vector<std::int16_t> held{};
        bool isTold = false;
    };
    [[nodiscard]] Sentence* find(std::uint64_t id);

    std::deque<Sentence> sentences;
    std::uint64_t nextId;
};

} // namespace parley::voice
