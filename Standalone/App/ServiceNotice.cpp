// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServiceNotice.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace parley::app
{

namespace
{

std::string takeVariable(const char* name)
{
    const char* value = std::getenv(name);
    std::string taken(value == nullptr ? "" : value);
    unsetenv(name);
    return taken;
}

/// WATCHDOG_PID, where set, names the process that is meant.
bool isForThisProcess(const std::string& process)
{
    return process.empty() || process == std::to_string(getpid());
}

} // namespace

ServiceNotice::ServiceNotice()
    : path(takeVariable("NOTIFY_SOCKET"))
{
    const auto limit = takeVariable("WATCHDOG_USEC");
    const auto process = takeVariable("WATCHDOG_PID");
    if (path.empty() || (path.front() != '/' && path.front() != '@') || path.size() >= sizeof(sockaddr_un::sun_path))
        return;
    descriptor = ::socket(AF_UNIX, SOCK_DGRAM, 0);
    if (descriptor >= 0)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    std::int64_t microseconds = 0;
    const auto [end, problem] = std::from_chars(limit.data(), limit.data() + limit.size(), microseconds);
    if (problem == std::errc{} && microseconds > 0 && isForThisProcess(process))
        interval = std::chrono::microseconds(microseconds / 2);
}

ServiceNotice::~ServiceNotice()
{
    if (descriptor >= 0)
        ::close(descriptor);
}

void ServiceNotice::status(std::string_view sentence)
{
    if (sentence == told)
        return;
    told = sentence;
    auto line = "STATUS=" + told;
    std::ranges::replace(line, '\n', ' ');
    send(line);
}

void ServiceNotice::send(std::string_view line)
{
    if (descriptor < 0)
        return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    if (path.front() == '@')
        address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    [[maybe_unused]] const auto sent = ::sendto(descriptor, line.data(), line.size(), MSG_DONTWAIT,
                                                reinterpret_cast<const sockaddr*>(&address), length);
}

} // namespace parley::app
