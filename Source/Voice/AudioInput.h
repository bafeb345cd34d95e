// SPDX-License-Identifier: Apache-2.0
// One piece of speech, whole: from a WAV file, raw PCM or float samples.
#pragma once

#include "Base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace parley::voice
{

/// Kept as 24 kHz mono. Shorter than 100 ms is an invalidArgument error: no service takes it.
/// @thread any but audio
class AudioInput
{
public:
    /// See audio::parseWav for what is taken, and its errors.
    [[nodiscard]] static Result<AudioInput> fromWav(std::span<const std::byte> bytes,
                                                    const std::string& nameForErrors = "the WAV data");
    [[nodiscard]] static Result<AudioInput> fromWavFile(const std::filesystem::path& file);
    /// Interleaved; the rate in Hz, 4000 to 768000; one channel or more.
    [[nodiscard]] static Result<AudioInput> fromPcm16(std::span<const std::int16_t> samples, int sampleRate = 24000,
                                                      int channels = 1);
    [[nodiscard]] static Result<AudioInput> fromFloat(std::span<const float> samples, int sampleRate = 24000,
                                                      int channels = 1);

    [[nodiscard]] const std::vector<std::int16_t>& samples() const noexcept { return kept; }

private:
    std::vector<std::int16_t> kept;
};

} // namespace parley::voice
