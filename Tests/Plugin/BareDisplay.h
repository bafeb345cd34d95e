// SPDX-License-Identifier: GPL-3.0-or-later
// What JUCE takes for granted of an X display, where no window manager has run.
#pragma once

namespace parley::tests
{

/// JUCE only looks up the names that window managers use, and X ends a program that uses one nobody has made. This
/// makes them. It comes before JUCE opens the display, and needs none.
class BareDisplay
{
public:
    BareDisplay();
    ~BareDisplay();
    BareDisplay(const BareDisplay&) = delete;
    BareDisplay& operator=(const BareDisplay&) = delete;

    /// Whether windows can be opened.
    [[nodiscard]] bool isThere() const noexcept { return connection != nullptr; }

private:
    void* connection; ///< Kept open, as a server forgets all names once the last client has gone. Null: no display.
};

} // namespace parley::tests
