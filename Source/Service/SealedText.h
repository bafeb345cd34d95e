// SPDX-License-Identifier: Apache-2.0
// Text that only who has the key can read or make: AES-256-GCM, in characters that fit into a header.
#pragma once

#include "Base/Result.h"
#include "Service/KeyDigest.h"

#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

/// A third longer than the text, and 38 characters: A to Z, a to z, 0 to 9, - and _. An internal error when the system
/// has no random numbers.
/// @thread any
[[nodiscard]] Result<std::string> seal(const KeyDigest& key, std::string_view text);

/// Nothing for what was not sealed with this key, or was changed since.
/// @thread any
[[nodiscard]] std::optional<std::string> unseal(const KeyDigest& key, std::string_view sealed);

} // namespace parley::service
