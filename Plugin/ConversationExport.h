// SPDX-License-Identifier: GPL-3.0-or-later
// A conversation as text for people and as JSON for programs.
#pragma once

#include "Plugin/ConversationLog.h"

#include <string>
#include <vector>

namespace parley::plugin
{

/// One paragraph for each entry: the time of day on this machine, who or what, the words. Words that did not sound are
/// not among them.
/// @thread any but audio
[[nodiscard]] std::string asText(const std::vector<LogEntry>& entries);

/// {"entries": [...]}, each with `at` (UTC, ISO 8601), `kind`, `state`, and of `id`, `name`, `text` and `output` those
/// that are not empty.
/// @thread any but audio
[[nodiscard]] std::string asJson(const std::vector<LogEntry>& entries);

/// As 14:03:59, on this machine's clock.
/// @thread any but audio
[[nodiscard]] std::string timeOfDay(LogEntry::Time time);

/// Who speaks, or what this is: "You", the agent's name, "Tool set_light", ...
/// @thread any
[[nodiscard]] std::string titleOf(const LogEntry& entry);

/// How an entry stands, where that is worth a word: "interrupted", "waits for you", ...; else empty.
/// @thread any
[[nodiscard]] std::string_view stateWordOf(const LogEntry& entry) noexcept;

} // namespace parley::plugin
