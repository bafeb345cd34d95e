// SPDX-License-Identifier: Apache-2.0
// A check of what an agent says: it trips, and the answer is cut short.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace parley::realtime
{

/// What a tripped guardrail has to say.
struct GuardrailTrip
{
    std::string reason; ///< Told to the model, so that it can say something better, and to the subscribers.
};

/// One look at an answer.
struct GuardrailLook
{
    std::string agent;       ///< Who speaks.
    std::string text;        ///< What was said so far, without a last word that may still grow.
    bool isComplete = false; ///< `text` is the whole answer.
    std::stop_token stop;    ///< Asks the check to end: its deadline passed, or nobody waits for what it finds.
    std::chrono::steady_clock::time_point deadline{};
};

/// Sees the answer so far, again and again while it grows, and once more when it is complete. Called on the tool pool;
/// it may block. What it throws is reported and counts as not tripped.
struct OutputGuardrail
{
    std::string name;
    std::function<std::optional<GuardrailTrip>(const GuardrailLook& look)> check;
};

struct GuardrailSettings
{
    std::size_t debounceCharacters = 100; ///< A running answer is looked at each time it grew by so many characters.
    bool holdsBackAudio = false;          ///< Speech waits until the text it belongs to was looked at.
    std::chrono::milliseconds deadline{10000}; ///< A look that takes longer is asked to end, and counts as not tripped.
};

} // namespace parley::realtime
