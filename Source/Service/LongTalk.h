// SPDX-License-Identifier: Apache-2.0
// About a minute of speech, for who wants to hear the agent go on: to interrupt it, or to listen to its voice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

/// "Tell me a long story", "could you talk at length about the sea", "speak for a minute" give a text that is always
/// the same, but for the subject that it names at the beginning; nothing for all else.
/// @thread any
[[nodiscard]] std::optional<std::string> longTalkFor(std::string_view said);

} // namespace parley::service
