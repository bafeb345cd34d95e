// SPDX-License-Identifier: Apache-2.0
// What turns speech into words.
#pragma once

#include "Base/Result.h"
#include "Service/TimedWord.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace parley::service
{

class SpeechRecogniser
{
public:
    virtual ~SpeechRecogniser() = default;

    /// The words in lower case, without punctuation; none when none were understood. `samples` are mono at 24 kHz.
    /// `phrases` (LikelyPhrases.h) are what is likely to be said as a whole; none: anything. Blocks for about a fifth
    /// of the speech's duration; ends with a `cancelled` error soon after a stop is asked for.
    /// @thread pool, one call at a time
    [[nodiscard]] virtual Result<std::vector<TimedWord>> recogniseWords(std::span<const std::int16_t> samples,
                                                                        const std::vector<std::string>& phrases,
                                                                        std::stop_token stop) = 0;

    /// The same as a line.
    /// @thread pool, one call at a time
    [[nodiscard]] Result<std::string> recognise(std::span<const std::int16_t> samples, std::stop_token stop,
                                                const std::vector<std::string>& phrases = {})
    {
        const auto words = recogniseWords(samples, phrases, std::move(stop));
        if (!words)
            return words.error();
        return textOf(words.value());
    }
};

} // namespace parley::service
