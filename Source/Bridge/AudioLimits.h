// SPDX-License-Identifier: Apache-2.0
// Brings the settings of the audio path into their ranges, and says in words what was changed.
#pragma once

#include "Base/Error.h"
#include "Bridge/AudioSettings.h"

#include <vector>

namespace parley::bridge
{

struct CheckedAudioSettings
{
    AudioSettings settings;      ///< Every field is within its range.
    std::vector<Error> warnings; ///< One for each field that was not, named in `where`, such as "echo.hold".
};

/// Pure. A number that is not finite becomes the field's default.
/// @thread any but audio
[[nodiscard]] CheckedAudioSettings withinLimits(AudioSettings wanted);

} // namespace parley::bridge
