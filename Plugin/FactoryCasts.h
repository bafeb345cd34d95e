// SPDX-License-Identifier: GPL-3.0-or-later
// The casts that come with the plugin: agents files that are compiled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::plugin
{

struct FactoryCast
{
    std::string name; ///< As it is shown.
    std::string text; ///< An agents file.
};

/// Assistant, Museum Guide, Interpreter, Two Characters, Push-to-talk Oracle; the first is the default.
/// @thread any but audio
[[nodiscard]] const std::vector<FactoryCast>& factoryCasts();

/// A short fingerprint of a text (FNV-1a, 64 bits, in hexadecimal), the same on every machine: tells whether a file is
/// still the one that was opened. No protection against anybody.
/// @thread any
[[nodiscard]] std::string digestOf(std::string_view text);

} // namespace parley::plugin
