// SPDX-License-Identifier: Apache-2.0
// Reads what POST /audio/transcriptions answers: a whole answer in any format, or events. Pure.
#pragma once

#include "Base/Error.h"
#include "Net/SseReader.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceEvent.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::voice
{

/// Schema: CreateTranscriptionResponseJson, ...VerboseJson, ...DiarizedJson, CreateTranscriptionResponseStreamEvent.
/// @thread one at a time
class TranscriptReader
{
public:
    explicit TranscriptReader(TranscriptFormat asked)
        : format(asked)
    {
    }

    /// The Content-Type of the answer says whether it comes as events.
    void begin(std::string_view contentType);
    [[nodiscard]] std::vector<VoiceStreamEventTranscript> read(std::string_view bytes);
    /// The whole transcript, where it was not told by `read`. Errors: protocolIncompatible; what an event says.
    [[nodiscard]] std::vector<VoiceStreamEventTranscript> finish();

    [[nodiscard]] const std::optional<Error>& fault() const noexcept { return problem; }

private:
    void take(const net::ServerSentEvent& event, std::vector<VoiceStreamEventTranscript>& told);
    void fail(const std::string& reason);

    TranscriptFormat format;
    bool isStream = false;
    bool isDone = false;
    net::SseReader events;
    std::string whole;
    std::optional<Error> problem;
};

} // namespace parley::voice
