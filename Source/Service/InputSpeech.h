// SPDX-License-Identifier: Apache-2.0
// The client's audio as samples of 24 kHz, whatever the session's format is.
#pragma once

#include "Audio/RateConverter.h"
#include "Wire/AudioFormat.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

/// @thread one at a time
class InputSpeech
{
public:
    /// Nothing when the text is no base64 of whole samples. A filter may hold the last of them back.
    [[nodiscard]] std::optional<std::vector<std::int16_t>> read(const std::string& base64, wire::AudioFormat format);

    /// What was held back, before a commit.
    [[nodiscard]] std::vector<std::int16_t> finish();
    void forget() { converter.reset(); }

private:
    wire::AudioFormat converted = wire::AudioFormat::pcm;
    std::optional<audio::RateConverter> converter;
};

} // namespace parley::service
