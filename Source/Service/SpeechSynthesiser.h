// SPDX-License-Identifier: Apache-2.0
// What turns words into speech.
#pragma once

#include "Base/Result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace parley::service
{

class SpeechSynthesiser
{
public:
    virtual ~SpeechSynthesiser() = default;

    /// Speech as mono at 24 kHz. `voice` is a voice name of the Realtime protocol, `speed` 0.25 to 4. Blocks.
    /// @thread pool
    [[nodiscard]] virtual Result<std::vector<std::int16_t>> speak(const std::string& text, const std::string& voice,
                                                                  double speed) = 0;
};

} // namespace parley::service
