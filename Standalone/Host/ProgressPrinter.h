// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what happens as it happens, one thing a line, with its time.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace parley::host
{

/// Control characters in texts become blanks. @thread one at a time
class ProgressPrinter
{
public:
    /// On a terminal the last line shows the running time, and is written over.
    ProgressPrinter(std::ostream& stream, bool isTerminal);
    ~ProgressPrinter();
    ProgressPrinter(const ProgressPrinter&) = delete;
    ProgressPrinter& operator=(const ProgressPrinter&) = delete;

    /// "  3.10 s  text"; without a time, before the input began, the column stays empty.
    void line(std::optional<double> ms, std::string_view text);

    /// Does nothing where there is no terminal.
    void running(std::optional<double> ms, std::string_view text);

private:
    void wipe();

    std::ostream& out;
    bool writesOver;
    bool isRunningShown = false;
};

} // namespace parley::host
