// SPDX-License-Identifier: GPL-3.0-or-later
// Finds keys and passwords where they must not be: in what a project file would remember.
#pragma once

#include <string_view>

namespace parley::plugin
{

/// True when the text holds something of the form of an API key (sk-..., ek_..., 16 characters or more).
/// @thread any
[[nodiscard]] bool holdsKey(std::string_view text) noexcept;

/// True when the address carries a user name or password, a key, or a query parameter named like one (key, token, ...).
/// @thread any
[[nodiscard]] bool holdsCredential(std::string_view url);

/// True for a field or parameter name under which keys travel, for instance "api_key" or "Authorization".
/// @thread any
[[nodiscard]] bool isCredentialName(std::string_view name);

} // namespace parley::plugin
