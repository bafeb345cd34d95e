// SPDX-License-Identifier: Apache-2.0
// A word that was understood, and when it was said.
#pragma once

#include <string>
#include <vector>

namespace parley::service
{

struct TimedWord
{
    std::string text;
    double startSeconds = 0.0; ///< From the beginning of what was recognised.
    double endSeconds = 0.0;
};

/// The words with a blank between them.
/// @thread any
[[nodiscard]] inline std::string textOf(const std::vector<TimedWord>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word.text;
    return text;
}

} // namespace parley::service
