// SPDX-License-Identifier: Apache-2.0
// From an uploaded recording to its transcript: reads the file, then recognises it piece by piece.
#pragma once

#include "Service/Http/TranscriptText.h"
#include "Service/Http/TranscriptionRequest.h"

#include <cstdint>
#include <vector>

namespace parley::service
{

/// Streamed, each piece of up to ten seconds is told as `transcript.text.delta` as soon as it is understood, and
/// `transcript.text.done` ends it (schema: CreateTranscriptionResponseStreamEvent). With `diarized_json` a
/// `transcript.text.segment` follows the words of each piece.
class TranscriptionExchange : public Exchange
{
public:
    explicit TranscriptionExchange(TranscriptionRequest request);

    [[nodiscard]] ExchangeStep begin() override;
    [[nodiscard]] ExchangeStep take(EngineResult result) override;

private:
    [[nodiscard]] ExchangeStep fail(const Error& error) const;
    [[nodiscard]] ExchangeStep recogniseNext(std::string body);
    [[nodiscard]] ExchangeStep finish(std::string body) const;
    [[nodiscard]] PlainAnswer wholeAnswer() const;
    [[nodiscard]] std::string append(const std::vector<TimedWord>& words);

    TranscriptionRequest wanted;
    RecordingTranscript transcript;
    std::vector<std::int16_t> samples;
    std::size_t pieceBegin = 0;
    std::size_t pieceEnd = 0;
    bool hasHead = false;
};

} // namespace parley::service
