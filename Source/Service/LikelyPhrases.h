// SPDX-License-Identifier: Apache-2.0
// What a user is likely to say word by word, from what a session or a request tells of it: for the recogniser's second
// opinion. Pure.
#pragma once

#include "Wire/Item.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// More are left out; so are phrases of more words.
constexpr std::size_t mostPhrases = 500;
constexpr std::size_t mostWordsOfPhrase = 12;

/// As many of them as there is room for.
/// @thread any
void addPhrases(std::vector<std::string>& to, std::vector<std::string> more);

/// As words in lower case with blanks between them. What has no words, or too many, is left out.
/// @thread any
[[nodiscard]] std::vector<std::string> spokenPhrases(const std::vector<std::string>& written);

/// What stands between commas, semicolons, full stops and line ends.
/// @thread any
[[nodiscard]] std::vector<std::string> phrasesInPrompt(std::string_view prompt);

/// The names of functions ("turn_left", "openDoor") and the texts that their arguments may be (enum).
/// @thread any
[[nodiscard]] std::vector<std::string> phrasesInTools(const wire::Json& tools);

/// The prompt and the keywords of `audio.input.transcription` (null: none), and the tools.
/// @thread any
[[nodiscard]] std::vector<std::string> phrasesInSession(const wire::Json& transcription, const wire::Json& tools);

} // namespace parley::service
