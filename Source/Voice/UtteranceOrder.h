// SPDX-License-Identifier: Apache-2.0
// Brings the transcripts of a streamed input into the order in which the utterances were said. Pure.
#pragma once

#include "Base/Error.h"
#include "Wire/Item.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace parley::voice
{

/// Transcripts are ready in any order; one that is waited for holds up those behind it.
/// @thread one at a time
class UtteranceOrder
{
public:
    /// Utterances that wait; beyond, the oldest is given up.
    static constexpr std::size_t capacity = 64;

    struct Settled
    {
        std::string itemId;
        std::string text;
        std::optional<Error> error;   ///< It has no transcript.
        wire::Json details = nullptr; ///< See VoiceStreamEventTranscript.
    };

    /// It was said after `previousId`, where that is known; else after all others.
    void committed(const std::string& id, const std::string& previousId);
    void completed(const std::string& id, std::string text, wire::Json details = nullptr);
    void lost(const std::string& id, const Error& error);
    /// None of those that wait will come.
    void loseAll(const Error& error);

    /// What can be told now, in order.
    [[nodiscard]] std::vector<Settled> take();
    [[nodiscard]] bool isSettled() const noexcept { return waiting.empty(); }

private:
    struct Utterance
    {
        Settled outcome;
        bool isSettled = false;
    };
    [[nodiscard]] Utterance& find(const std::string& id);

    std::deque<Utterance> waiting;
};

} // namespace parley::voice
