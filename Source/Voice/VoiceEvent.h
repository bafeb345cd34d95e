// SPDX-License-Identifier: Apache-2.0
// What a voice pipeline tells: audio, the course of its turns, transcripts, errors (Realtime and Voice Guide, "Voice
// Pipeline").
#pragma once

#include "Base/Error.h"
#include "Wire/Item.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::voice
{

/// A piece of speech, 24 kHz mono, in the order in which it is to be heard.
struct VoiceStreamEventAudio
{
    std::vector<std::int16_t> samples;
    std::uint64_t turn = 0;
};

enum class VoiceLifecycle
{
    turnStarted,
    turnEnded,
    listening,     ///< A streamed input is heard from now on; again after a lost connection.
    speechStarted, ///< The user begins to speak: what is still being played of the answer is to stop.
    speechStopped, ///< The user has stopped: the answer follows.
    sessionEnded   ///< All is said. The last event of a run without an error.
};

/// turn_started, turn_ended, listening, speech_started, speech_stopped, session_ended
[[nodiscard]] std::string_view toString(VoiceLifecycle event) noexcept;

struct VoiceStreamEventLifecycle
{
    VoiceLifecycle event = VoiceLifecycle::turnStarted;
    std::uint64_t turn = 0;                             ///< 0: the greeting. Of the session's end: the last turn.
    bool wasCut = false;                                ///< The turn ended early, because the user spoke.
    std::optional<std::chrono::milliseconds> inputAt{}; ///< Of the user's speech: since the beginning of the input.
    std::string itemId{};                               ///< Of the user's speech, where the model says.
};

/// What the user said.
struct VoiceStreamEventTranscript
{
    std::string text;             ///< All of it, or the piece that was added.
    bool isFinal = false;         ///< All of it. A transcript without words starts no turn.
    std::string itemId{};         ///< Of a streamed input: pieces of one utterance share it.
    wire::Json details = nullptr; ///< What the model says beside it: languages, logprobs, usage, segments.
};

/// The words of the answer, as each sentence begins to sound.
struct VoiceStreamEventText
{
    std::string text;
    std::uint64_t turn = 0;
};

struct VoiceStreamEventError
{
    Error error;
    bool endsRun = true; ///< The last event. Else one utterance was lost, and the run goes on.
};

using VoiceStreamEvent = std::variant<VoiceStreamEventAudio, VoiceStreamEventLifecycle, VoiceStreamEventTranscript,
                                      VoiceStreamEventText, VoiceStreamEventError>;

/// For files and terminals: the `type` is that of the guide (voice_stream_event_audio, ...). Audio tells its length.
[[nodiscard]] wire::Json toJson(const VoiceStreamEvent& event);

} // namespace parley::voice
