// SPDX-License-Identifier: GPL-3.0-or-later
// Where the plugin's connection stands, as its recording tells it.
#pragma once

#include "RecordedEvent.h"

#include <string>

namespace parley::host
{

enum class ConnectionStage
{
    unknown, ///< The plugin has said nothing yet.
    disconnected,
    connecting,
    ready,
    failed
};

class Connection
{
public:
    void take(const RecordedEvent& event);

    [[nodiscard]] ConnectionStage stage() const noexcept { return now; }
    /// Why it failed or ended, in the plugin's words; may be empty.
    [[nodiscard]] const std::string& sentence() const noexcept { return words; }
    [[nodiscard]] bool wasReady() const noexcept { return hasBeenReady; }
    /// True from the recording's first line on.
    [[nodiscard]] bool isRecording() const noexcept { return hasBegun; }

private:
    ConnectionStage now = ConnectionStage::unknown;
    std::string words;
    bool hasBeenReady = false;
    bool hasBegun = false;
};

} // namespace parley::host
