// SPDX-License-Identifier: Apache-2.0
// What the user says on its way to the service: kept while connecting, sent when ready, committed when long enough.
// Pure.
#pragma once

#include "Wire/ClientEvent.h"

#include <cstdint>
#include <span>
#include <vector>

namespace parley::realtime
{

/// @thread one at a time
class InputAudio
{
public:
    /// Words spoken while connecting are kept for so long; older ones are dropped and counted.
    static constexpr std::size_t earlySamples = std::size_t{3} * 24000;
    /// The service refuses to commit less than 100 ms (docs/protocol.md, "Input audio").
    static constexpr std::size_t leastCommitSamples = 2400;
    /// Kept audio goes out in messages of 100 ms.
    static constexpr std::size_t earlyMessageSamples = 2400;

    /// Keeps the samples for later; the oldest give way.
    void keep(std::span<const std::int16_t> samples);

    /// The end of what was ever kept, in samples: the place of what comes between two pieces of audio.
    [[nodiscard]] std::uint64_t keptEnd() const noexcept { return released + dropped + kept.size(); }

    /// The appends for what was kept in front of this place and was not dropped, in order.
    [[nodiscard]] std::vector<wire::ClientEvent> release(std::uint64_t place);
    /// All that was kept.
    [[nodiscard]] std::vector<wire::ClientEvent> release() { return release(keptEnd()); }

    /// The append for these samples; none when there are none.
    [[nodiscard]] std::vector<wire::ClientEvent> append(std::vector<std::int16_t> samples);

    /// True when enough was appended since the last commit, which is to be sent then; the count begins anew.
    [[nodiscard]] bool mayCommit();

    /// The service says that its buffer was committed. True when it did so by itself: the count then begins anew. The
    /// echo of a commit of ours leaves alone what was appended behind it.
    [[nodiscard]] bool committed() noexcept;

    /// The service refused a commit of ours: no echo will come.
    void commitRefused() noexcept;

    /// The buffer of the service is empty, by our wish.
    void cleared() noexcept { sinceCommit = 0; }
    /// A commit of ours is not confirmed yet.
    [[nodiscard]] bool awaitsEcho() const noexcept { return awaitedEchoes > 0; }

    /// A new connection has an empty buffer. What was kept for it stays.
    void connectionLost() noexcept;
    /// The same, and nothing is kept.
    void forget();

    [[nodiscard]] std::uint64_t droppedSamples() const noexcept { return dropped; }

private:
    std::vector<std::int16_t> kept;
    std::size_t sinceCommit = 0;
    std::size_t awaitedEchoes = 0; ///< Commits of ours that the service has not answered.
    std::uint64_t dropped = 0;
    std::uint64_t released = 0; ///< Out of what was kept, or forgotten with it.
};

} // namespace parley::realtime
