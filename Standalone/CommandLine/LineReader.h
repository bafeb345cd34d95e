// SPDX-License-Identifier: Apache-2.0
// Lines from standard input, for a thread that another one must be able to wake.
#pragma once

#include <optional>
#include <string>

namespace parley::command
{

class LineReader
{
public:
    /// A longer line is read as several.
    static constexpr std::size_t longestLine = 65536;

    LineReader();
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    /// Waits for the next line, without its end. Nothing at the end of the input, and from `wake` on.
    /// @thread one at a time
    [[nodiscard]] std::optional<std::string> next();

    /// @thread any
    void wake() noexcept;

    /// Whether somebody types at a terminal.
    [[nodiscard]] static bool isTerminal() noexcept;

private:
    [[nodiscard]] std::optional<std::string> takeLine();
    [[nodiscard]] bool fill();

    int wakeEvent = -1;
    std::string buffer;
    bool isAtEnd = false;
};

} // namespace parley::command
