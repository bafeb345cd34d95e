// SPDX-License-Identifier: Apache-2.0
// From a text to its speech, sentence by sentence: the first is on its way while the second is made. Speech that comes
// in parts goes out in parts.
#pragma once

#include "Service/Http/SpeechRequest.h"

#include <cstdint>
#include <span>
#include <vector>

namespace parley::service
{

/// As audio, the answer is broken off where a sentence cannot be spoken; as events, an error event says why.
class SpeechExchange : public Exchange
{
public:
    explicit SpeechExchange(SpeechRequest request);

    [[nodiscard]] ExchangeStep begin() override;
    [[nodiscard]] ExchangeStep take(EngineResult result) override;

private:
    [[nodiscard]] ExchangeStep fail(const Error& error) const;
    [[nodiscard]] std::optional<EngineWork> nextSentence();
    [[nodiscard]] std::string spoken(std::span<const std::int16_t> samples) const;
    /// The bytes as they go out: as they are, or as an event.
    [[nodiscard]] std::string packed(std::string bytes) const;
    [[nodiscard]] std::string usageEvent() const;

    SpeechRequest wanted;
    std::vector<std::string> sentences;
    std::size_t askedSentences = 0;
    std::size_t samplesOfSentence = 0; ///< That have gone out of the one that is being spoken.
    std::int64_t spokenSamples = 0;
    bool hasHead = false;
};

} // namespace parley::service
