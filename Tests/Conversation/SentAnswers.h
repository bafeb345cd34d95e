// SPDX-License-Identifier: Apache-2.0
// The agent's voice as the service sent it, read from a recording (docs/recording.md).
#pragma once

#include "Base/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace parley::listening
{

/// One response that carried sound. Times are milliseconds of the recording.
struct SentAnswer
{
    std::string responseId;
    std::string transcript;
    std::vector<std::int16_t> samples; ///< At 24 kHz, in the order of arrival.
    double arrivedMs = 0;              ///< When its first sound arrived.
    double arrivedForMs = 0;           ///< From then until its last sound arrived.
    bool wasPlayedOut = false;         ///< The plugin told that it was heard to its end.
};

/// In the order of arrival. A line that is no event, or sound that is not base64, is an error.
[[nodiscard]] Result<std::vector<SentAnswer>> readSentAnswers(const std::filesystem::path& recording);

} // namespace parley::listening
