// SPDX-License-Identifier: Apache-2.0
// Tells questions from statements and commands.
#pragma once

#include <string_view>

namespace parley::service
{

/// Ends with a question mark, or begins as questions do: "who", "what is", "which country is", "how many", "is it",
/// "do you", "can you". "Could you", "would you" and "will you" ask for something to be done: they need the mark.
/// @thread any
[[nodiscard]] bool isQuestion(std::string_view text);

} // namespace parley::service
