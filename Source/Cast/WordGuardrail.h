// SPDX-License-Identifier: Apache-2.0
// A guardrail that trips when an agent says one of its words.
#pragma once

#include "Realtime/Guardrail.h"

#include <string>
#include <vector>

namespace parley::cast
{

struct WordGuardrail
{
    std::string name;
    std::vector<std::string> words; ///< Words or phrases.
    std::string reason{};           ///< Told to the model; empty: a sentence that names the word.
};

/// Whole words only, in any case: "art" is not found in "party". Between the words of a phrase may stand any blanks
/// and punctuation. Cases are folded for Latin, Greek and Cyrillic letters.
[[nodiscard]] realtime::OutputGuardrail makeGuardrail(const WordGuardrail& guardrail);

} // namespace parley::cast
