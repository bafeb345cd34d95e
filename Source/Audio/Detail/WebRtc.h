// SPDX-License-Identifier: Apache-2.0
// The header of WebRTC's audio processing, with options that the library knows, too.
#pragma once

// It tells options apart by the addresses of variables in its header. Hidden, as all else here is, they would be others
// than the library's, and no option would do anything.
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif
#include <webrtc/modules/audio_processing/include/audio_processing.h>
#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#ifdef __ELF__
namespace webrtc
{

/// The library's own: a plugin exports no variable that could be made one with it.
template <>
Config::OptionIdentifier Config::identifier<ExperimentalAgc>();

} // namespace webrtc
#endif
