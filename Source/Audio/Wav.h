// SPDX-License-Identifier: Apache-2.0
// Reads and writes RIFF WAVE files.
#pragma once

#include "Base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace parley::audio
{

struct WavAudio
{
    int sampleRate = 0;
    int channels = 0;
    std::vector<float> samples; ///< Interleaved, full scale at 1.

    [[nodiscard]] std::size_t frames() const
    {
        return channels > 0 ? samples.size() / static_cast<std::size_t>(channels) : 0;
    }

    /// The mean of all channels.
    [[nodiscard]] std::vector<float> mono() const;
};

/// Accepts PCM of 8, 16, 24 and 32 bits and 32- or 64-bit float, plain or extensible. Where the data chunk has no true
/// size (streamed) or the file ends early, takes the whole frames that are there; what is not finite becomes silence.
/// Anything else, a broken header and a missing file are errors that name the file and say what was found.
/// @thread any but audio
[[nodiscard]] Result<WavAudio> readWav(const std::filesystem::path& file);
[[nodiscard]] Result<WavAudio> parseWav(std::span<const std::byte> bytes, const std::string& nameForErrors);

/// Writes 16-bit PCM.
/// @thread any but audio
[[nodiscard]] Result<void> writeWav(const std::filesystem::path& file, const WavAudio& audio);

} // namespace parley::audio
