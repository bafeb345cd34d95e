// SPDX-License-Identifier: Apache-2.0
// The local service with engines that take no time, in a process of its own, so that it can be measured alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::bench
{

/// The only argument of the program when it is to be the service.
inline constexpr const char* serviceOption = "--service";

/// Of the service in the other process.
inline constexpr const char* serviceKey = "key-of-the-bench";

/// The service as its user sees it: a child process, which ends with this.
class ServiceProcess
{
public:
    /// Ends the program with a sentence when there can be none.
    ServiceProcess();
    ~ServiceProcess();
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return listening; }
    [[nodiscard]] double residentMegabytes() const;
    /// Of all its threads.
    [[nodiscard]] double cpuSeconds() const;

private:
    int control = -1;
    int process = -1;
    std::uint16_t listening = 0;
};

/// The child's side; returns the exit code.
int serveWithStubEngines();

} // namespace parley::bench
