// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the service manager that started this program how it is: ready, alive, ending (systemd's sd_notify protocol).
#pragma once

#include "Base/Result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace parley::app
{

/// Without NOTIFY_SOCKET nobody is told. Datagrams that the manager does not take at once are dropped: its watchdog is
/// fed again soon enough.
/// @thread message
class ServiceNotice
{
public:
    /// Takes NOTIFY_SOCKET and WATCHDOG_USEC out of the environment, so that no child speaks for this program.
    ServiceNotice();
    ~ServiceNotice();
    ServiceNotice(const ServiceNotice&) = delete;
    ServiceNotice& operator=(const ServiceNotice&) = delete;

    void ready() { send("READY=1"); }
    void ending() { send("STOPPING=1"); }
    void alive() { send("WATCHDOG=1"); }
    /// One line for `systemctl status`; the same again is not sent.
    void status(std::string_view sentence);

    /// How often `alive` is due: half of what the manager allows; nothing when it does not watch.
    [[nodiscard]] std::optional<std::chrono::microseconds> watchdogInterval() const noexcept { return interval; }

private:
    void send(std::string_view line);

    int descriptor = -1;
    std::string path; ///< A leading '@' names an abstract socket.
    std::string told;
    std::optional<std::chrono::microseconds> interval;
};

} // namespace parley::app
