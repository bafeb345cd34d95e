// SPDX-License-Identifier: GPL-3.0-or-later
// Tells from where the process has loaded its code.
#pragma once

#include <filesystem>

namespace parley::host
{

/// True when a shared library inside `directory` is loaded. `directory` is absolute, without symbolic links.
/// @thread any
[[nodiscard]] bool isCodeLoadedFrom(const std::filesystem::path& directory);

} // namespace parley::host
