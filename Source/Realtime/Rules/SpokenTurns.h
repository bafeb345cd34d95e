// SPDX-License-Identifier: Apache-2.0
// What the user has said and the service might lose with its connection: the turn under way, and the last one as long
// as nobody knows its words. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <span>
#include <string>
#include <vector>

namespace parley::realtime
{

/// @thread one at a time
class SpokenTurns
{
public:
    using Samples = std::vector<std::int16_t>; ///< 24 kHz mono.

    /// Of a turn the last 15 s are kept, and up to a piece more.
    static constexpr std::size_t mostSamples = std::size_t{15} * 24000;
    /// While nobody is known to speak: the beginning of a turn whose notice is still on its way.
    static constexpr std::size_t beforeSpeech = std::size_t{1} * 24000;
    /// Commits of ours that the service has not answered.
    static constexpr std::size_t mostCommits = 8;

    /// What was sent is kept, and gives way, in pieces of 20 ms.
    static constexpr std::size_t pieceSamples = 480;

    /// `isTurn`: somebody speaks, or this side decides itself where a turn ends.
    void sent(const Samples& samples, bool isTurn);
    void commitSent();
    void commitRefused();
    void cleared();
    /// The service made an item of the oldest commit, or, where it detects turns, of what it heard so far.
    void committed(const std::string& itemId);
    /// The item's words are known, or it is gone.
    void wordsKnown(const std::string& itemId);

    struct Lost
    {
        std::string itemId;      ///< An item of the conversation whose words nobody knows; empty: there is none.
        Samples speech;          ///< Of that item.
        std::list<Samples> said; ///< Turns that were committed without an answer; to be said and committed again.
        Samples open;            ///< The turn under way; to be said again.
        bool isCut = false;      ///< A turn was longer than what is kept: its beginning is missing.
    };

    /// The connection is gone. What was not committed is handed over; the item stays until its words are known.
    [[nodiscard]] Lost lost();

    void forget();

private:
    void keep(std::span<const std::int16_t> piece, bool isTurn);
    void begin();

    [[nodiscard]] Samples takeOpen();

    std::deque<Samples> open; ///< Piece by piece.
    std::size_t openSamples = 0;
    bool isOpenCut = false;
    std::list<Samples> commits;
    std::string lastItem;
    Samples lastSpeech;
};

} // namespace parley::realtime
