// SPDX-License-Identifier: GPL-3.0-or-later
// Follows a recording while it is being written.
#pragma once

#include "RecordedEvent.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace parley::host
{

/// @thread one at a time
class RecordingTail
{
public:
    /// The file need not be there yet.
    explicit RecordingTail(std::filesystem::path recording);

    /// The events that have been written since the last look; half a line waits until its end is there. Lines that are
    /// no events are left out and counted.
    [[nodiscard]] std::vector<RecordedEvent> poll();

    [[nodiscard]] std::uint64_t unreadableLines() const noexcept { return unreadable; }

private:
    void takeLines(std::vector<RecordedEvent>& events);

    std::filesystem::path file;
    std::ifstream stream;
    std::string pending;
    std::uint64_t unreadable = 0;
};

} // namespace parley::host
