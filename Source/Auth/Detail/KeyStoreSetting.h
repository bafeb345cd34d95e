// SPDX-License-Identifier: Apache-2.0
// Where Codex keeps its credentials: `cli_auth_credentials_store` of config.toml.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace parley::auth
{

/// The value of a top-level string in a TOML text, or nothing. Reads no further than the first table.
/// @thread any
[[nodiscard]] std::optional<std::string> topLevelString(std::string_view toml, std::string_view name);

/// True when this config.toml says that credentials lie in the system's keyring: an auth file beside it is then a
/// remnant. A file that is missing, unreadable or over 1 MiB says nothing.
/// @thread pool or a thread of the caller's own: reads the file
[[nodiscard]] bool keepsKeysInKeyring(const std::filesystem::path& config);

} // namespace parley::auth
