// SPDX-License-Identifier: Apache-2.0
// Cuts an answer into what is spoken at a time, so that the first words sound before the last are synthesised.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// The sentences with the blanks that follow them; joined they are the text. None is longer than 400 bytes.
/// @thread any
[[nodiscard]] std::vector<std::string> splitSentences(std::string_view text);

/// Of words that are told at once; a delta has several words where there would be more.
constexpr std::size_t mostDeltas = 2048;

/// The words with the blanks before them; joined they are the text. Where there are more than `most`, several stay
/// together.
/// @thread any
[[nodiscard]] std::vector<std::string> splitWords(std::string_view text,
                                                  std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace parley::service
