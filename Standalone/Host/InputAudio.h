// SPDX-License-Identifier: GPL-3.0-or-later
// What is said to the plugin: a WAV file, brought to the host's rate.
#pragma once

#include "Base/Result.h"

#include <filesystem>
#include <vector>

namespace parley::host
{

/// One channel at `sampleRate`. What readWav refuses and a file without sound are errors that name the file.
[[nodiscard]] Result<std::vector<float>> readInputAudio(const std::filesystem::path& file, int sampleRate);

} // namespace parley::host
