// SPDX-License-Identifier: Apache-2.0
// When an answer is shown to the guardrails, what becomes of their findings, and speech that waits for them. Pure.
#pragma once

#include "Realtime/Rules/GuardrailJob.h"
#include "Realtime/SpeechChunk.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::realtime
{

/// One look at a time for each response; what grows meanwhile is seen by the next one, and the whole by the last one.
/// Before the last one a word that may still grow is not judged, and its speech is not released.
/// A response trips once. A finding about a response that is not watched any more is ignored.
/// @thread one at a time
class OutputGuardrails
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Speech held back beyond it is too much for one response: as much as a PlayoutStore takes.
    static constexpr std::size_t mostHeldSamples = std::size_t{10} * 60 * 24000;

    explicit OutputGuardrails(GuardrailSettings given = {})
        : settings(given)
    {
    }

    /// Without guardrails the response is not watched.
    void begin(const std::string& responseId, const std::string& agent, std::vector<OutputGuardrail> guardrails);
    void grew(const std::string& responseId, const std::string& itemId, const std::string& delta);
    /// The whole text of an item; deltas may have been missing.
    void itemIs(const std::string& responseId, const std::string& itemId, const std::string& text);
    /// `isCut`: it was interrupted, so that a trip needs no better answer.
    void complete(const std::string& responseId, bool isCut);

    /// The looks that are due now.
    [[nodiscard]] std::vector<GuardrailJob> takeJobs(Time now);

    struct Trip
    {
        std::string responseId;
        std::string agent;
        std::string guardrail;
        std::string reason;
        bool isCut = false;
        std::vector<SpeechChunk> withheld; ///< Never to be heard.
    };
    [[nodiscard]] std::optional<Trip> finish(std::uint64_t job, const GuardrailFinding& finding);

    /// How many looks took too long. They count as not tripped.
    [[nodiscard]] std::size_t expire(Time now);
    /// The looks whose findings nobody waits for any more.
    [[nodiscard]] std::vector<std::uint64_t> takeStopped();
    [[nodiscard]] std::optional<Time> deadline() const;

    /// Whether the speech of this response waits here.
    [[nodiscard]] bool holds(const std::string& responseId) const;
    enum class Held
    {
        yes,
        tooMuch
    };
    [[nodiscard]] Held hold(SpeechChunk chunk);
    /// Speech whose text has passed, and the responses whose speech is thereby complete.
    struct Released
    {
        std::vector<SpeechChunk> speech;
        std::vector<std::string> completed;
    };
    [[nodiscard]] Released release();
    /// Speech that waits is not wanted any more.
    [[nodiscard]] std::vector<SpeechChunk> discardHeld();

    /// The responses that were watched: nothing more of their speech is to be awaited.
    std::vector<std::string> reset();

private:
    struct Waiting
    {
        SpeechChunk chunk;
        std::size_t textLength = 0; ///< When it came.
    };
    struct Watched
    {
        std::string agent;
        std::vector<OutputGuardrail> guardrails;
        std::vector<std::pair<std::string, std::string>> items; ///< Id and text.
        std::size_t lookedAt = 0;                               ///< Characters that passed, or are looked at.
        std::size_t passed = 0;
        std::uint64_t job = 0; ///< 0: none.
        Time due{};
        bool jobIsLast = false;
        bool isComplete = false;
        bool isCut = false;
        bool allPassed = false;
        std::deque<Waiting> held;
        std::size_t heldSamples = 0;

        [[nodiscard]] std::size_t length() const;
        /// Of a last word that may still grow.
        [[nodiscard]] std::size_t unfinished() const;
        [[nodiscard]] std::string text() const;
        [[nodiscard]] std::string& item(const std::string& id);
    };
    [[nodiscard]] std::map<std::string, Watched>::iterator withJob(std::uint64_t job);
    [[nodiscard]] std::optional<GuardrailJob> look(Watched& response, Time now);
    static void pass(Watched& response);

    GuardrailSettings settings;
    std::map<std::string, Watched> watched;
    std::vector<std::uint64_t> stopped;
    std::uint64_t lastJob = 0;
};

} // namespace parley::realtime
