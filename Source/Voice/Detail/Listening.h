// SPDX-License-Identifier: Apache-2.0
// A transcription session that is fed from a streamed input.
#pragma once

#include "Net/Detail/Deadline.h"
#include "Realtime/Session.h"
#include "Voice/SpeechToText.h"
#include "Voice/UtteranceOrder.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceService.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley::voice
{

/// @thread network
class Listening : public std::enable_shared_from_this<Listening>
{
public:
    Listening(std::shared_ptr<const VoiceService> used, SttSettings chosen, std::shared_ptr<StreamedAudioInput> heard,
              TranscriptHandlers told);

    void start();
    /// No handler is called any more.
    void stop();

private:
    void observe(const realtime::Event& event);
    void on(const realtime::ConnectionChanged& changed);
    void on(const realtime::Reconnected&);
    void on(const realtime::UserSpeechStarted& started);
    void on(const realtime::UserSpeechStopped& stopped);
    void on(const realtime::InputCommitted& committed);
    void on(const realtime::UserTranscriptDelta& delta);
    void on(const realtime::UserTranscriptCompleted& completed);
    void on(const realtime::UserTranscriptFailed& failed);
    void on(const realtime::Warning& warning);
    void on(const realtime::ErrorEvent& failed);
    template <typename Other>
    void on(const Other&)
    {
    }

    void feed();
    void send(const std::vector<std::int16_t>& samples);
    void commit();
    void commitRefused();
    [[nodiscard]] std::chrono::milliseconds sinceBeginning(std::int64_t sessionMs) const;
    void tellSettled();
    void endIfDone();
    void end(const std::optional<Error>& problem);

    std::shared_ptr<const VoiceService> service;
    SttSettings settings;
    std::shared_ptr<StreamedAudioInput> input;
    TranscriptHandlers handlers;
    UtteranceOrder order;
    std::string stoppedItem; ///< The utterance that the service has heard to its end, and commits itself.
    net::Deadline patience;
    std::unique_ptr<realtime::Session> session;
    std::size_t sinceCommit = 0; ///< Samples that were sent since the latest commit, of whichever side.
    std::size_t sentInAll = 0;
    std::size_t sentBefore = 0; ///< The connection of the moment: what was sent, or dropped, before it.
    bool isReady = false;
    bool isInputOver = false;
    int commits = 0; ///< Of this side, which the service has not confirmed.
    bool isOver = false;
};

} // namespace parley::voice
