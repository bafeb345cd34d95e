// SPDX-License-Identifier: Apache-2.0
#include "Service/TranscriptUsage.h"

#include "Audio/Pcm16.h"
#include "Service/Tokens.h"

#include <cmath>

namespace parley::service
{

Json transcriptUsage(std::string_view model, std::int64_t samples, std::string_view text)
{
    return model.find("whisper") == std::string_view::npos ? tokenUsage(samples, text) : durationUsage(samples);
}

Json durationUsage(std::int64_t samples)
{
    const auto ms = std::round(static_cast<double>(samples) * 1000.0 / audio::wireSampleRate);
    return {{"type", "duration"}, {"seconds", ms / 1000.0}};
}

Json tokenUsage(std::int64_t samples, std::string_view text)
{
    const auto heard = heardTokens(samples);
    const auto written = textTokens(text.size());
    return {{"type", "tokens"},
            {"total_tokens", heard + written},
            {"input_tokens", heard},
            {"input_token_details", {{"text_tokens", 0}, {"audio_tokens", heard}}},
            {"output_tokens", written}};
}

} // namespace parley::service
