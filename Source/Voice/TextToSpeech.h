// SPDX-License-Identifier: Apache-2.0
// A model that speaks.
#pragma once

#include "Base/Error.h"
#include "Voice/Activity.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace parley::voice
{

/// All called on the network thread, never from inside `speak`.
struct SpeechHandlers
{
    std::function<void(std::span<const std::int16_t>)> onSpeech; ///< 24 kHz mono; the span lives for the call.
    /// Once, last: nothing when all of it was spoken.
    std::function<void(const std::optional<Error>&)> onEnd;
};

/// @thread network; shared by any number of runs
class TextToSpeech
{
public:
    TextToSpeech() = default;
    virtual ~TextToSpeech() = default;
    TextToSpeech(const TextToSpeech&) = delete;
    TextToSpeech& operator=(const TextToSpeech&) = delete;

    /// At most `mostSpeechCharacters`.
    [[nodiscard]] virtual std::unique_ptr<Activity> speak(std::string text, SpeechHandlers handlers) = 0;
};

} // namespace parley::voice
