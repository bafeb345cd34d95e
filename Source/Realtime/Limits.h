// SPDX-License-Identifier: Apache-2.0
// How much a session may use before it ends by itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace parley::realtime
{

/// Of the whole conversation, over all its connections. A Warning comes at 90 % of tokens and of time, and 10 s before
/// the end of idleness; then the session closes with limitReached.
struct Limits
{
    std::optional<std::int64_t> tokens{};           ///< Input, output and transcription together.
    std::optional<std::chrono::seconds> duration{}; ///< From the first connection.
    std::optional<std::chrono::seconds> idle{};     ///< Nobody spoke, wrote or answered.

    [[nodiscard]] bool operator==(const Limits&) const = default;
};

} // namespace parley::realtime
