// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a sound somebody speaks, by its level: what a listener would call the first and the last of the words.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace parley::host
{

/// Speech is each window of 10 ms whose level, without what lies below 150 Hz (rumble, breath on the microphone), is at
/// most 35 dB below that of the loudest window. Recordings of people have their noise some 45 dB below.
class SpeechActivity
{
public:
    SpeechActivity(std::span<const float> samples, int sampleRate);

    /// The first frame of speech at or after `from`.
    [[nodiscard]] std::optional<std::size_t> firstFrame(std::size_t from) const;
    /// The last frame of speech before `end`.
    [[nodiscard]] std::optional<std::size_t> lastFrame(std::size_t end) const;

private:
    std::size_t windowFrames;
    std::vector<bool> isSpeech; ///< By window.
};

} // namespace parley::host
