// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProgressPrinter.h"

#include <array>
#include <cstdio>
#include <ostream>

namespace parley::host
{

namespace
{

constexpr std::string_view wholeLine = "\r\x1b[K";

std::string stamped(std::optional<double> ms, std::string_view text)
{
    std::array<char, 32> time{};
    if (ms)
        std::snprintf(time.data(), time.size(), "%7.2f s  ", *ms / 1000);
    std::string line = ms ? time.data() : "           ";
    for (const auto character : text)
    {
        const auto code = static_cast<unsigned char>(character);
        line += code < 0x20 || code == 0x7f ? ' ' : character;
    }
    return line;
}

} // namespace

ProgressPrinter::ProgressPrinter(std::ostream& stream, bool isTerminal)
    : out(stream)
    , writesOver(isTerminal)
{
}

ProgressPrinter::~ProgressPrinter()
{
    wipe();
}

void ProgressPrinter::line(std::optional<double> ms, std::string_view text)
{
    wipe();
    out << stamped(ms, text) << '\n' << std::flush;
}

void ProgressPrinter::running(std::optional<double> ms, std::string_view text)
{
    if (!writesOver)
        return;
    out << wholeLine << stamped(ms, text) << std::flush;
    isRunningShown = true;
}

void ProgressPrinter::wipe()
{
    if (isRunningShown)
        out << wholeLine << std::flush;
    isRunningShown = false;
}

} // namespace parley::host
