// SPDX-License-Identifier: Apache-2.0
// Events for tests, as a recording would hold them.
#pragma once

#include "Host/RecordedEvent.h"

#include <string>

namespace parley::host::test
{

inline RecordedEvent from(Speaker speaker, double ms, const char* event)
{
    return {ms, speaker, nlohmann::json::parse(event)};
}
inline RecordedEvent server(double ms, const char* event)
{
    return from(Speaker::server, ms, event);
}
inline RecordedEvent client(double ms, const char* event)
{
    return from(Speaker::client, ms, event);
}
inline RecordedEvent mark(double ms, const char* event)
{
    return from(Speaker::parley, ms, event);
}

/// A frame of the microphone with `audioMs` of sound; multiples of 3 ms need no padding.
inline RecordedEvent append(double ms, int audioMs)
{
    const std::string audio(static_cast<std::size_t>(audioMs) * 64, 'A'); // 48 bytes a millisecond are 64 characters.
    return {ms, Speaker::client, {{"type", "input_audio_buffer.append"}, {"audio", audio}}};
}

} // namespace parley::host::test
