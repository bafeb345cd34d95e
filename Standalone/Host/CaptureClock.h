// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the service's times, which count the sound it was sent, into times of the recording.
#pragma once

#include "RecordedEvent.h"

#include <optional>
#include <vector>

namespace parley::host
{

class CaptureClock
{
public:
    /// Counts the sound of input_audio_buffer.append; everything else leaves it as it is.
    void take(const RecordedEvent& event);

    /// When the sound at `audioMs` of all that was sent went out; nothing where so much was not sent, or it is
    /// negative.
    [[nodiscard]] std::optional<double> recordingMs(double audioMs) const;

private:
    struct Sent
    {
        double endAudioMs = 0;
        double ms = 0;
    };
    std::vector<Sent> sent;
};

} // namespace parley::host
