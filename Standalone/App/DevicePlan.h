// SPDX-License-Identifier: GPL-3.0-or-later
// Which devices to open, and in which order to try them: the user's choice held against what is plugged in. Pure.
#pragma once

#include "DeviceChoice.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::app
{

/// What one driver offers at the moment.
struct DriverDevices
{
    std::string driver{};
    std::vector<std::string> inputs{};
    std::vector<std::string> outputs{};
    std::size_t defaultInput = 0; ///< Beyond the end counts as the first.
    std::size_t defaultOutput = 0;
};

/// One attempt to open. An empty name: none of that direction.
struct DeviceTarget
{
    std::string driver{};
    std::string input{};
    std::string output{};

    [[nodiscard]] bool operator==(const DeviceTarget&) const = default;
};

struct DevicePlan
{
    std::vector<DeviceTarget> targets{}; ///< The best first. Empty: nothing can be opened, and `reason` says why.
    std::string reason{};                ///< A sentence that says what to do.
};

/// The driver whose server somebody starts on purpose, so that it goes before the others.
inline constexpr std::string_view jackDriver = "JACK";

/// What is followed is the driver's default; what is pinned is that device or none. Without a chosen driver each is
/// tried, JACK first. Devices with a microphone go before those that can only speak.
/// @thread any
[[nodiscard]] DevicePlan planDevices(const DeviceChoice& choice, const std::vector<DriverDevices>& drivers);

} // namespace parley::app
