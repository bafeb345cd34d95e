// SPDX-License-Identifier: Apache-2.0
// Cuts an answer into what is spoken at a time, so that the first words sound before the last are synthesised.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// The sentences with the blanks that follow them; joined they are the text. None is longer than 400 bytes.
/// @thread any
[[nodiscard]] std::vector<std::string> splitSentences(std::string_view text);

/// The words with the blanks before them; joined they are the text.
/// @thread any
[[nodiscard]] std::vector<std::string> splitWords(std::string_view text);

} // namespace parley::service
