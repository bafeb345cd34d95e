// SPDX-License-Identifier: Apache-2.0
// How long to wait in a pause of the user's, by what was said before it (semantic_vad).
#pragma once

#include <chrono>
#include <string_view>

namespace parley::service
{

/// Schema: RealtimeTurnDetection, semantic_vad, eagerness; `auto` is medium.
enum class Eagerness
{
    low,
    medium,
    high
};

/// `auto` and what is no eagerness are medium.
/// @thread any
[[nodiscard]] Eagerness eagernessFrom(std::string_view name) noexcept;

/// The schema's own limits: 8, 4 and 2 s.
/// @thread any
[[nodiscard]] std::chrono::milliseconds longestPause(Eagerness eagerness) noexcept;

/// The pause after which a turn with these last words is over. `words` as a recogniser writes them: lower case, no
/// punctuation. An open end ("and", "um", "what is the", or a question that has hardly begun) waits for the longest
/// pause, a closing word ("please", "thanks", "stop") for a short one, all else for one between.
/// @thread any
[[nodiscard]] std::chrono::milliseconds pauseAfter(std::string_view words, Eagerness eagerness);

} // namespace parley::service
