// SPDX-License-Identifier: GPL-3.0-or-later
// Which sound devices the user wants: the system's own, followed wherever they go, or particular ones.
#pragma once

#include "Base/Result.h"

#include <string>
#include <string_view>

namespace parley::app
{

struct DeviceChoice
{
    static constexpr double highestRate = 192000;
    static constexpr int largestBlock = 16384;

    std::string driver{};  ///< "JACK", "ALSA", ...; empty: whichever has devices.
    std::string input{};   ///< Empty follows the system's default; a name is waited for while its device is away.
    std::string output{};  ///< The same.
    double sampleRate = 0; ///< Hz; 0: the device's own.
    int blockSize = 0;     ///< Frames; 0: the device's own.

    [[nodiscard]] bool operator==(const DeviceChoice&) const = default;
};

/// One line of JSON, for the settings file. @thread any
[[nodiscard]] std::string toText(const DeviceChoice& choice);

/// The choice that `toText` wrote. Text that is damaged, or numbers that no device has, are an error of code
/// fileInvalid. @thread any
[[nodiscard]] Result<DeviceChoice> deviceChoiceFrom(std::string_view text);

} // namespace parley::app
