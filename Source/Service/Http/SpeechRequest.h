// SPDX-License-Identifier: Apache-2.0
// A POST to /v1/audio/speech, read and checked.
#pragma once

#include "Service/Http/Exchange.h"

#include <variant>

namespace parley::service
{

/// Schema: CreateSpeechRequest. `instructions` are taken and passed over: the voices here have one way to speak.
struct SpeechRequest
{
    std::string input;
    std::string voice;
    double speed = 1.0;
    bool isWav = false;    ///< Else pcm: 16-bit little-endian mono at 24 kHz.
    bool isEvents = false; ///< stream_format sse.
};

/// The formats that need an encoder (mp3, opus, aac, flac) are refused with 400, the live service's default mp3 too.
/// @thread any
[[nodiscard]] std::variant<SpeechRequest, PlainAnswer> readSpeechRequest(const EndpointRequest& request);

} // namespace parley::service
