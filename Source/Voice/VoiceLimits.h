// SPDX-License-Identifier: Apache-2.0
// The bounds of a voice pipeline.
#pragma once

#include <chrono>
#include <cstddef>

namespace parley::voice
{

/// 100 ms at 24 kHz: the least that a service takes (docs/protocol.md, "Input audio").
inline constexpr std::size_t leastInputSamples = 2400;

/// In characters of UTF-8's code points. Schema: CreateSpeechRequest, input.
inline constexpr std::size_t mostSpeechCharacters = 4096;

/// Of speech that waits in a StreamedAudioInput, at 24 kHz: a minute.
inline constexpr std::size_t mostWaitingSamples = std::size_t{60} * 24000;

/// Of one answer, in bytes. A workflow that says more is ended with limitReached.
inline constexpr std::size_t mostAnswerBytes = std::size_t{256} * 1024;

/// Utterances that wait for the turn before; the words of any further one are added to the last.
inline constexpr std::size_t mostWaitingUtterances = 16;

/// No further sentence is sent to the service while so much speech waits to be taken by the user: 30 s at 24 kHz.
inline constexpr std::size_t enoughUnheardSamples = std::size_t{30} * 24000;

/// A piece of speech is told as soon as it is so long, 20 ms at 24 kHz, or its sentence is over.
inline constexpr std::size_t leastPieceSamples = 480;

/// A sentence that ends in a mark is spoken if nothing follows it for so long.
inline constexpr std::chrono::milliseconds sentencePause{300};

/// From the end of a streamed input until the last transcript of it.
inline constexpr std::chrono::seconds lastTranscriptPatience{15};

} // namespace parley::voice
