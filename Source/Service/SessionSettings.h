// SPDX-License-Identifier: Apache-2.0
// The settings of one session: the live service's defaults, merged with each accepted session.update.
#pragma once

#include "Service/EventSink.h"
#include "Service/TurnDetector.h"
#include "Wire/AudioFormat.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

class SessionSettings
{
public:
    /// Schema: RealtimeSessionCreateResponseGA; defaults as docs/protocol.md, Connecting, lists them.
    SessionSettings(std::string sessionId, std::string model, std::int64_t expiresAtEpochSeconds,
                    bool isTranscription = false);

    /// All settings; those of a transcription session hold defaults for what it has not.
    [[nodiscard]] const Json& toJson() const noexcept { return session; }

    /// The `session` of session.created and session.updated; of a transcription session as the schema's
    /// RealtimeTranscriptionSessionCreateResponseGA has it.
    [[nodiscard]] Json described() const;

    /// Speech is written down and not answered.
    [[nodiscard]] bool isTranscription() const noexcept { return transcribesOnly; }

    /// Takes over what a checked `session` object sets: objects are merged, all else is replaced. Nothing changes when
    /// it is refused: the settings of another type of session, other modalities than exactly one, a choice of a
    /// function that is not there, or another voice after the agent has spoken.
    [[nodiscard]] std::optional<Rejection> update(const Json& changes, bool hasSpoken);

    /// A `tool_choice` in `changes` (an object or null) that names a function which is not among their `tools`, or
    /// where they have none, among those that are set. `path` is that of the choice.
    [[nodiscard]] std::optional<Rejection> findFaultInToolChoice(const Json& changes, const std::string& path) const;

    /// Nothing: the client commits. Asked with each message of speech, so it is kept.
    [[nodiscard]] const std::optional<TurnDetection>& turnDetection() const noexcept { return detection; }
    /// The model that is to write down what the user says, in events; none: nobody asked for them.
    [[nodiscard]] std::optional<std::string> transcriptionModel() const;
    /// What the user is likely to say, by the settings' transcription and tools.
    [[nodiscard]] std::vector<std::string> likelyPhrases() const;
    [[nodiscard]] wire::AudioFormat inputFormat() const noexcept { return heardFormat; }
    [[nodiscard]] wire::AudioFormat outputFormat() const;
    [[nodiscard]] std::string instructions() const;

private:
    [[nodiscard]] std::optional<TurnDetection> readTurnDetection() const;

    Json session;
    bool transcribesOnly = false;
    std::optional<TurnDetection> detection;
    wire::AudioFormat heardFormat = wire::AudioFormat::pcm;
};

/// The name of a voice that is given as a string or as {"id": ...}.
[[nodiscard]] std::string voiceName(const Json& voice);

/// Another voice after the agent has spoken.
[[nodiscard]] Rejection voiceRejection(std::string param);

/// The live service answers in one modality at a time.
[[nodiscard]] std::optional<Rejection> findFaultInModalities(const Json& modalities, const std::string& path);

} // namespace parley::service
