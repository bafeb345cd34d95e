// SPDX-License-Identifier: Apache-2.0
#include "LineReader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace parley::command
{

LineReader::LineReader()
    : wakeEvent(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

LineReader::~LineReader()
{
    if (wakeEvent >= 0)
        ::close(wakeEvent);
}

std::optional<std::string> LineReader::next()
{
    for (;;)
    {
        if (auto line = takeLine())
            return line;
        if (isAtEnd || !fill())
            return std::nullopt;
    }
}

void LineReader::wake() noexcept
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wakeEvent, &one, sizeof(one));
}

bool LineReader::isTerminal() noexcept
{
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
}

std::optional<std::string> LineReader::takeLine()
{
    const auto end = buffer.find('\n');
    const bool isWhole = end != std::string::npos || buffer.size() >= longestLine || (isAtEnd && !buffer.empty());
    if (!isWhole)
        return std::nullopt;
    auto line = buffer.substr(0, std::min(end, longestLine));
    buffer.erase(0, line.size() + (end == line.size() ? 1 : 0));
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return line;
}

/// False when there is nothing more to wait for.
bool LineReader::fill()
{
    std::array<pollfd, 2> waited = {{{STDIN_FILENO, POLLIN, 0}, {wakeEvent, POLLIN, 0}}};
    const auto count = ::poll(waited.data(), waited.size(), -1);
    if (count < 0)
        return errno == EINTR;
    if (waited[1].revents != 0)
        return false;
    std::array<char, 4096> some{};
    const auto got = ::read(STDIN_FILENO, some.data(), some.size());
    if (got > 0)
        buffer.append(some.data(), static_cast<std::size_t>(got));
    else
        isAtEnd = got == 0 || errno != EINTR;
    return true;
}

} // namespace parley::command
