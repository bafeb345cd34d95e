// SPDX-License-Identifier: Apache-2.0
#include "Cast/Detail/PriceFields.h"

namespace parley::cast
{

using written::FaultList;
using written::Fields;

Prices readPrices(const wire::Json& json, const std::string& path, FaultList& faults)
{
    constexpr double highestPrice = 1e6;
    constexpr std::size_t longestCurrency = 8;
    const Fields fields(json, path, faults,
                        {"currency", "text_input", "audio_input", "cached_input", "text_output", "audio_output"});
    const auto price = [&](const char* key) { return fields.number(key, 0, highestPrice).value_or(0); };
    for (const auto* key : {"currency", "text_input", "audio_input", "text_output", "audio_output"})
        fields.has(key);
    Prices prices;
    prices.currency = fields.text("currency", longestCurrency).value_or("");
    prices.textInput = price("text_input");
    prices.audioInput = price("audio_input");
    prices.cachedInput = fields.find("cached_input") == nullptr ? prices.textInput : price("cached_input");
    prices.textOutput = price("text_output");
    prices.audioOutput = price("audio_output");
    return prices;
}

} // namespace parley::cast
