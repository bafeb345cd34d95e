// SPDX-License-Identifier: Apache-2.0
// Speech for tests and benches of the audio path: recorded, where the recordings are installed, and synthetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace parley::audio
{

/// The LibriVox clips of Debian's pocketsphinx-testdata at 16 kHz, peaks at 0.5, one after the other from the clip
/// named on and round again, with 300 ms between them. Empty: they are not installed.
[[nodiscard]] std::vector<float> recordedSpeech(double seconds, std::size_t firstClip = 0);

/// Syllables of voiced and unvoiced sound with pauses, at 16 kHz and about -23 dBFS; the same for the same seed.
[[nodiscard]] std::vector<float> syntheticSpeech(double seconds, std::uint32_t seed);

/// Gaussian noise of this RMS.
[[nodiscard]] std::vector<float> whiteNoise(std::size_t samples, double rms, std::uint32_t seed);

/// The same samples at another rate, as many as the rates say.
[[nodiscard]] std::vector<float> atRate(const std::vector<float>& samples, int from, int to);

/// Mean power.
[[nodiscard]] double powerOf(const std::vector<float>& samples, std::size_t from, std::size_t to);

} // namespace parley::audio
