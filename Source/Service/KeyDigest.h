// SPDX-License-Identifier: Apache-2.0
// Keys as digests: all of one length, so that comparing them tells nothing, and nothing to be stolen.
#pragma once

#include <array>
#include <string_view>

namespace parley::service
{

using KeyDigest = std::array<unsigned char, 32>; ///< SHA-256.

/// @thread any
[[nodiscard]] KeyDigest digestOf(std::string_view key);

/// In a time that does not depend on where they differ.
/// @thread any
[[nodiscard]] bool isSame(const KeyDigest& left, const KeyDigest& right) noexcept;

} // namespace parley::service
