// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a sound device open: notices that it is gone, and says what to open when. Pure; AudioDevices does it.
#pragma once

#include "DevicePlan.h"
#include "WaitLadder.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::app
{

/// What is seen of the open device.
struct DeviceSight
{
    bool isOpen = false;      ///< The driver says so.
    bool isConnected = true;  ///< It has a channel that works; a JACK client may have none.
    std::uint64_t blocks = 0; ///< Called back so far.
};

/// Begins closed, with an attempt due at once.
/// @thread one at a time
class DeviceKeeper
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Drivers do not tell of every loss: a device that has called nobody for so long is gone.
    static constexpr std::chrono::milliseconds longestStall{2000};

    /// A device that was good for so long begins the ladder anew when it is lost.
    static constexpr std::chrono::milliseconds goodAfter{10000};

    /// Waits between attempts. Looking for devices is cheap, and whoever plugs one in stands and waits.
    static constexpr std::array<std::chrono::milliseconds, 6> steps{
        std::chrono::milliseconds(250),  std::chrono::milliseconds(500),  std::chrono::milliseconds(1000),
        std::chrono::milliseconds(2000), std::chrono::milliseconds(3000), std::chrono::milliseconds(5000)};

    enum class Step
    {
        none,
        close,      ///< The device is lost: close what is left of it.
        lookAround, ///< An attempt is due: list the devices and call `begin`.
    };

    /// The choice may change at any time; what is open is then closed, and an attempt is due at once.
    [[nodiscard]] Step choose(DeviceChoice wanted, Time now);
    [[nodiscard]] const DeviceChoice& choice() const noexcept { return wantedChoice; }

    [[nodiscard]] Step tick(const DeviceSight& sight, Time now);

    /// The first device to try, or nothing: then the next attempt follows by itself.
    [[nodiscard]] std::optional<DeviceTarget> begin(const std::vector<DriverDevices>& drivers, Time now);

    /// What `begin` or this gave could not be opened: the next one to try, or nothing as above. `why` is the driver's
    /// word, perhaps of several lines.
    [[nodiscard]] std::optional<DeviceTarget> failed(const DeviceTarget& target, std::string_view why, Time now);

    void opened(const DeviceTarget& target, Time now);

    [[nodiscard]] bool isOpen() const noexcept { return current.has_value(); }
    [[nodiscard]] const std::optional<DeviceTarget>& openTarget() const noexcept { return current; }

    /// How often a device was lost since the beginning.
    [[nodiscard]] std::uint64_t losses() const noexcept { return lossCount; }

    /// Why nothing is open and what to do, or empty.
    [[nodiscard]] const std::string& problem() const noexcept { return sentence; }

private:
    [[nodiscard]] bool isLost(const DeviceSight& sight, Time now);
    std::optional<DeviceTarget> nextOrWait(Time now);

    DeviceChoice wantedChoice;
    WaitLadder ladder{steps};
    std::deque<DeviceTarget> candidates;
    std::optional<DeviceTarget> current;
    Time openedAt{};
    Time movedAt{}; ///< When the count of blocks last grew.
    Time dueAt{};
    std::uint64_t seenBlocks = 0;
    std::uint64_t lossCount = 0;
    std::string sentence;
};

} // namespace parley::app
