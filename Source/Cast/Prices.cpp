// SPDX-License-Identifier: Apache-2.0
#include "Cast/Prices.h"

#include <algorithm>

namespace parley::cast
{
namespace
{

constexpr double pricedTokens = 1e6;

/// Tokens of one direction, at the prices of text and audio.
double priceOf(std::int64_t all, std::int64_t audio, double textPrice, double audioPrice) noexcept
{
    const auto text = std::max<std::int64_t>(0, all - audio);
    return static_cast<double>(text) * textPrice + static_cast<double>(audio) * audioPrice;
}

} // namespace

double Prices::costOf(const realtime::Usage& usage) const noexcept
{
    const auto input = static_cast<double>(usage.inputTokens);
    const auto cached = std::min(static_cast<double>(usage.cachedTokens), input);
    const double freshShare = input > 0 ? (input - cached) / input : 0;
    const double in = priceOf(usage.inputTokens, usage.inputAudioTokens, textInput, audioInput) * freshShare;
    const double out = priceOf(usage.outputTokens, usage.outputAudioTokens, textOutput, audioOutput);
    return (in + cached * cachedInput + out) / pricedTokens;
}

} // namespace parley::cast
