// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/UsageMeter.h"

#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley::realtime
{
namespace
{

/// A count is never negative, and a year of tokens stays far below this bound, so that sums cannot overflow.
std::int64_t countIn(const wire::Json& json, const char* name)
{
    return std::clamp<std::int64_t>(wire::integerField(json, name), 0, 1'000'000'000'000);
}

std::chrono::milliseconds durationIn(const wire::Json& json, const char* name)
{
    const auto& seconds = wire::objectField(json, name);
    constexpr double longest = 1e9;
    if (!seconds.is_number())
        return std::chrono::milliseconds(0);
    return std::chrono::milliseconds(std::llround(std::clamp(seconds.get<double>(), 0.0, longest) * 1000));
}

} // namespace

Usage usageOfResponse(const wire::Json& usage)
{
    const auto& in = wire::objectField(usage, "input_token_details");
    const auto& out = wire::objectField(usage, "output_token_details");
    Usage found;
    found.inputTokens = countIn(usage, "input_tokens");
    found.outputTokens = countIn(usage, "output_tokens");
    found.cachedTokens = countIn(in, "cached_tokens");
    found.inputTextTokens = countIn(in, "text_tokens");
    found.inputAudioTokens = countIn(in, "audio_tokens");
    found.inputImageTokens = countIn(in, "image_tokens");
    found.outputTextTokens = countIn(out, "text_tokens");
    found.outputAudioTokens = countIn(out, "audio_tokens");
    found.responses = 1;
    return found;
}

Usage usageOfTranscription(const wire::Json& usage)
{
    Usage found;
    const auto total = countIn(usage, "total_tokens");
    found.transcriptionTokens = total > 0 ? total : countIn(usage, "input_tokens") + countIn(usage, "output_tokens");
    found.transcribedAudio = durationIn(usage, "seconds");
    return found;
}

std::vector<RateLimit> rateLimitsFrom(const wire::Json& limits)
{
    std::vector<RateLimit> found;
    if (limits.is_array())
        for (const auto& limit : limits)
            found.push_back({wire::textField(limit, "name"), wire::integerField(limit, "limit"),
                             wire::integerField(limit, "remaining"), durationIn(limit, "reset_seconds")});
    return found;
}

UsageUpdated UsageMeter::add(std::string responseId, const Usage& latest)
{
    sum.inputTokens += latest.inputTokens;
    sum.outputTokens += latest.outputTokens;
    sum.cachedTokens += latest.cachedTokens;
    sum.inputTextTokens += latest.inputTextTokens;
    sum.inputAudioTokens += latest.inputAudioTokens;
    sum.inputImageTokens += latest.inputImageTokens;
    sum.outputTextTokens += latest.outputTextTokens;
    sum.outputAudioTokens += latest.outputAudioTokens;
    sum.transcriptionTokens += latest.transcriptionTokens;
    sum.transcribedAudio += latest.transcribedAudio;
    sum.responses += latest.responses;
    return {std::move(responseId), latest, sum};
}

std::int64_t UsageMeter::totalTokens() const noexcept
{
    return sum.inputTokens + sum.outputTokens + sum.transcriptionTokens;
}

} // namespace parley::realtime
