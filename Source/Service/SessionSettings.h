// SPDX-License-Identifier: Apache-2.0
// The settings of one session: the live service's defaults, merged with each accepted session.update.
#pragma once

#include "Service/EventSink.h"
#include "Service/TurnDetector.h"
#include "Wire/AudioFormat.h"

#include <optional>
#include <string>

namespace parley::service
{

class SessionSettings
{
public:
    /// Schema: RealtimeSessionCreateResponseGA; defaults as docs/protocol.md, Connecting, lists them.
    SessionSettings(std::string sessionId, std::string model, std::int64_t expiresAtEpochSeconds);

    /// The `session` of session.created and session.updated.
    [[nodiscard]] const Json& toJson() const noexcept { return session; }

    /// Takes over what a checked `session` object sets: objects are merged, all else is replaced. Nothing changes when
    /// it is refused: other modalities than exactly one, or another voice after the agent has spoken.
    [[nodiscard]] std::optional<Rejection> update(const Json& changes, bool hasSpoken);

    /// Nothing: the client commits.
    [[nodiscard]] std::optional<TurnDetection> turnDetection() const;
    [[nodiscard]] bool transcribesInput() const;
    [[nodiscard]] wire::AudioFormat inputFormat() const;
    [[nodiscard]] wire::AudioFormat outputFormat() const;
    [[nodiscard]] std::string instructions() const;

private:
    Json session;
};

/// The name of a voice that is given as a string or as {"id": ...}.
[[nodiscard]] std::string voiceName(const Json& voice);

/// The live service answers in one modality at a time.
[[nodiscard]] std::optional<Rejection> findFaultInModalities(const Json& modalities, const std::string& path);

} // namespace parley::service
